/** Whose consent is used with whose token. */
@NullMarked
package no.portnokkel.maskinporten.altinn;

import org.jspecify.annotations.NullMarked;
