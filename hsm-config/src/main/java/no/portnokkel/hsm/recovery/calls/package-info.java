/** Calls into the module, each on a thread of its own: whoever waits for one may leave, and those left behind are counted. */
@NullMarked
package no.portnokkel.hsm.recovery.calls;

import org.jspecify.annotations.NullMarked;
