/** Tests of injection points and of the addresses that may receive a token. */
@NullMarked
package no.portnokkel.inject;

import org.jspecify.annotations.NullMarked;
