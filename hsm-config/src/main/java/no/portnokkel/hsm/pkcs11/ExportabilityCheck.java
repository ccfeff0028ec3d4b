package no.portnokkel.hsm.pkcs11;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;

/**
 * Which keys of one login cannot leave the token, by the token's own word; what it does not say is not assumed. A key
 * that cannot never will, so it is asked about once; another one after 5 s at the earliest.
 */
final class ExportabilityCheck {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Connector.Opened opened;
    private final LongSupplier nanoClock;
    private final Set<ProviderKey> kept = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<ProviderKey, Refused> refused = new ConcurrentHashMap<>();

    ExportabilityCheck(Connector.Opened opened, LongSupplier nanoClock) {
        this.opened = opened;
        this.nanoClock = nanoClock;
    }

    /**
     * Requires a key that cannot leave.
     *
     * @throws HsmException {@link KeyFault.Exportable}, or a fault of the device
     */
    void require(ProviderKey key) {
        if (!isKept(key)) {
            ask(key);
        }
    }

    boolean isKept(ProviderKey key) {
        return kept.contains(key);
    }

    private synchronized void ask(ProviderKey key) {
        Refused before = refused.get(key);
        if (before != null && nanoClock.getAsLong() - before.atNanos() < LOOK_AGAIN_NANOS) {
            throw new HsmException(before.why());
        }
        List<CryptokiKey> objects = opened.keysBeside(key.label());
        if (objects.isEmpty() || objects.stream().anyMatch(CryptokiKey::canLeave)) {
            KeyFault why = new KeyFault.Exportable(key.label(), opened.token().label(), said(objects));
            refused.put(key, new Refused(why, nanoClock.getAsLong()));
            throw new HsmException(why);
        }
        kept.add(key);
    }

    private static String said(List<CryptokiKey> objects) {
        return objects.isEmpty()
                ? "?"
                : objects.stream().map(CryptokiKey::spokenCustody).distinct().collect(Collectors.joining("; "));
    }

    private record Refused(KeyFault why, long atNanos) {}
}
