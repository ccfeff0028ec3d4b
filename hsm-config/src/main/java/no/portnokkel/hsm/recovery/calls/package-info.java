/**
 * Calls into a module, which may hang and cannot be ended: {@code NativeCalls} has threads for callers who must not be lost,
 * {@code ExpendableThreads} are callers who may be.
 */
@NullMarked
package no.portnokkel.hsm.recovery.calls;

import org.jspecify.annotations.NullMarked;
