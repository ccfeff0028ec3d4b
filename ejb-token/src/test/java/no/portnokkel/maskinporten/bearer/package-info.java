/** Tests of injection points and of the addresses that may receive a token. */
@NullMarked
package no.portnokkel.maskinporten.bearer;

import org.jspecify.annotations.NullMarked;
