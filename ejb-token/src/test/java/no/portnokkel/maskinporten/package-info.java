/** Stories about values that cannot be wrong. */
@NullMarked
package no.portnokkel.maskinporten;

import org.jspecify.annotations.NullMarked;
