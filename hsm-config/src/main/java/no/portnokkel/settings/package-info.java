/**
 * Reading what somebody has written, key by key, so that all that is wrong is told at once and the rest still works.
 * Used for the HSM's settings and for all others. Plain values in, problems out.
 */
@NullMarked
package no.portnokkel.settings;

import org.jspecify.annotations.NullMarked;
