/**
 * A minimal HTTP/1.1 server for a test double on loopback: persistent connections and bodies with a length, nothing else.
 * The JDK's own server sets the {@code Date} header itself and always completes its responses. A twin must be able to send a
 * wrong date and to close a connection without a response.
 */
@NullMarked
package no.portnokkel.testkit.http;

import org.jspecify.annotations.NullMarked;
