/** The arrows of the house, held by a test. */
@NullMarked
package no.portnokkel;

import org.jspecify.annotations.NullMarked;
