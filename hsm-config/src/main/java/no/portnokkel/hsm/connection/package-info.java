/**
 * Calls into a module, which may hang and cannot be ended: {@code NativeCallPool} has threads for callers who must not be lost,
 * {@code AbandonableExecutor} are callers who may be.
 */
@NullMarked
package no.portnokkel.hsm.connection;

import org.jspecify.annotations.NullMarked;
