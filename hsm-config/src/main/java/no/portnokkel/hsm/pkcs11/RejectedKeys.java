package no.portnokkel.hsm.pkcs11;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;

/**
 * The keys of one login that are not used, each remembered for five seconds: callers of such a key cost the device
 * nothing. Thread safe.
 */
final class RejectedKeys {
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Connector.TokenLogin login;
    private final LongSupplier nanoClock;
    private final Map<String, Rejected> rejected = new ConcurrentHashMap<>();

    RejectedKeys(Connector.TokenLogin login, LongSupplier nanoClock) {
        this.login = login;
        this.nanoClock = nanoClock;
    }

    /** Remembers a key, unless the fault is the login's or passes by itself. */
    void add(String label, HsmFault fault) {
        if (fault instanceof KeyFault || fault instanceof SetupFault) {
            rejected.put(label, new Rejected(fault, nanoClock.getAsLong(), objectsOf(label, fault)));
        }
    }

    void remove(String label) {
        rejected.remove(label);
    }

    /**
     * Requires that a key may be tried, and reads the list of keys again if the token holds other objects for it now.
     *
     * @throws HsmException the fault of the key that is remembered, or a {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    void requireRetry(String label) {
        Rejected before = rejected.get(label);
        if (before == null) {
            return;
        }
        if (nanoClock.getAsLong() - before.atNanos() < RETRY_NANOS) {
            throw new HsmException(before.fault());
        }
        boolean listed = !(before.fault() instanceof KeyFault.NotFound);
        if (listed && before.objects().filter(login.objectsOf(label)::equals).isEmpty()) {
            login.keys().reload();
        }
    }

    private Optional<TokenObjects> objectsOf(String label, HsmFault fault) {
        try {
            return fault instanceof KeyFault.NotFound ? Optional.empty() : Optional.of(login.objectsOf(label));
        } catch (HsmException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * A key that is not used.
     *
     * @param objects what the token held under its label; empty if it could not be read
     */
    private record Rejected(HsmFault fault, long atNanos, Optional<TokenObjects> objects) {}
}
