/** Tests of the token cache with manual clocks and a scripted token source. */
@NullMarked
package no.portnokkel.maskinporten.cache;

import org.jspecify.annotations.NullMarked;
