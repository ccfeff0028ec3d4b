/** Tests of consents and of the claims that they are compared with. */
@NullMarked
package no.portnokkel.maskinporten.altinn;

import org.jspecify.annotations.NullMarked;
