/** Calls that hang, without a device. */
@NullMarked
package no.portnokkel.hsm.recovery.calls;

import org.jspecify.annotations.NullMarked;
