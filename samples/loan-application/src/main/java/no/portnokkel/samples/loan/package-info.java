/** A sample application of a bank: injected {@code WebTarget}s, an injected token, and requests with a consent. */
@NullMarked
package no.portnokkel.samples.loan;

import org.jspecify.annotations.NullMarked;
