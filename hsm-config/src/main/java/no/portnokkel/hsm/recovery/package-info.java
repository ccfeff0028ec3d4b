/**
 * Keeps one {@link no.portnokkel.hsm.pkcs11.Generation} standing: connects in the background, throws away what is lost,
 * builds the next at a bounded pace, and lets callers wait for it as long as they may. How callers get in and out again is in
 * {@code passage}; the threads that may be lost in a module are in {@code calls}.
 *
 * <p>Knows nothing of PKCS#11. Time is a parameter; one background task at a time.
 */
@NullMarked
package no.portnokkel.hsm.recovery;

import org.jspecify.annotations.NullMarked;
