package no.portnokkel.hsm.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmFault;

/**
 * When only another process can help: as many modules are loaded, or as many calls hang, as may be, and nothing has signed
 * for five minutes. An outage alone is none, nor is a wrong PIN: a restart mends neither.
 *
 * @param token for messages
 * @param modulesFull whether there may be no more modules
 */
public record RestartPolicy(
        String token, BooleanSupplier modulesFull, NativeCallPool calls, ConnectionManager connectionManager) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Why this process has to end; empty while it need not. */
    public Optional<HsmFault> reason() {
        Optional<HsmFault> fault = connectionManager.state().fault();
        boolean bounded = modulesFull.getAsBoolean() || calls.isFull();
        boolean person = fault.filter(one -> !one.isTransient()).isPresent();
        if (bounded && !person && connectionManager.outage().compareTo(PATIENCE) >= 0) {
            return Optional.of(new DeviceFault.Failed(
                    token, "hsm.max-generations is reached, and nothing has signed for five minutes"));
        }
        return fault.filter(DeviceFault.Failed.class::isInstance);
    }
}
