/** A bank's application as a bank would write it: one injected {@code WebTarget}, one injected token. */
@NullMarked
package no.portnokkel.samples.loan;

import org.jspecify.annotations.NullMarked;
