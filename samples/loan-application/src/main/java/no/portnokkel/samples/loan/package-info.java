/** A bank's application as a bank would write it: injected {@code WebTarget}s, an injected token, a lookup with consent. */
@NullMarked
package no.portnokkel.samples.loan;

import org.jspecify.annotations.NullMarked;
