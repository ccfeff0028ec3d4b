/** What goes over the wire, to the byte, and what a hostile server can do to us. */
@NullMarked
package no.portnokkel.maskinporten.http;

import org.jspecify.annotations.NullMarked;
