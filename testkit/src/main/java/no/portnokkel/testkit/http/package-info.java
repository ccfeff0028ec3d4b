/**
 * Just enough HTTP/1.1 for a test double on loopback: kept connections, bodies with a length, nothing else. The JDK's own
 * server writes the {@code Date} itself and always finishes its answers; a twin must be able to have a wrong clock and to
 * hang up.
 */
@NullMarked
package no.portnokkel.testkit.http;

import org.jspecify.annotations.NullMarked;
