/** The walls between the rooms of this module. */
@NullMarked
package no.portnokkel;

import org.jspecify.annotations.NullMarked;
