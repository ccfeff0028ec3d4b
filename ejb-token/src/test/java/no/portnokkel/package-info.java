/** The rules for dependencies between packages. */
@NullMarked
package no.portnokkel;

import org.jspecify.annotations.NullMarked;
