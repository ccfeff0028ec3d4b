/**
 * The connection to the HSM that restores itself; {@link no.portnokkel.hsm.connection.HsmConnection} puts the parts together.
 *
 * <p>The flow of a signature: {@code SigningQueue} takes the current generation from {@code GenerationHolder} and a permit;
 * {@code NativeCallDispatcher} makes the call, on the caller's thread for a task of
 * {@link no.portnokkel.hsm.connection.AbandonableExecutor} under {@code CallWatchdog}, else on a thread of
 * {@code NativeCallPool}. When the device is lost or a call hangs, {@code ConnectionManager} discards the generation, builds
 * the next one in attempts that {@code ReconnectBackoff} spaces, and {@code GenerationCloser} logs out of the old one.
 * {@code ConnectionMaintenance} probes an idle device. A call into a module may hang and cannot be ended, so no thread of a
 * caller makes one unless it may be abandoned.
 */
@NullMarked
package no.portnokkel.hsm.connection;

import org.jspecify.annotations.NullMarked;
