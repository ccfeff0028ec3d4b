/** Tests of the bytes on the wire and of hostile servers. */
@NullMarked
package no.portnokkel.maskinporten.http;

import org.jspecify.annotations.NullMarked;
