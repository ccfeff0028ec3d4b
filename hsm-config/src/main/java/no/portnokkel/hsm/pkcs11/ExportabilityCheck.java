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
 * Checks that keys of one login cannot leave the token, by the attributes that the token shows; a missing attribute
 * counts as exportable. A non-exportable key stays so and is checked once; a rejected one is checked again after 5 s
 * at the earliest.
 */
final class ExportabilityCheck {
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Connector.TokenLogin login;
    private final LongSupplier nanoClock;
    private final Set<ProviderKey> nonExportable = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<ProviderKey, Refused> refused = new ConcurrentHashMap<>();

    ExportabilityCheck(Connector.TokenLogin login, LongSupplier nanoClock) {
        this.login = login;
        this.nanoClock = nanoClock;
    }

    /**
     * Requires that a key is non-exportable, and returns it.
     *
     * @throws HsmException {@link KeyFault.Exportable}, or a fault of the device
     */
    ProviderKey require(ProviderKey key) {
        if (!isNonExportable(key)) {
            checkAttributes(key);
        }
        return key;
    }

    boolean isNonExportable(ProviderKey key) {
        return nonExportable.contains(key);
    }

    private synchronized void checkAttributes(ProviderKey key) {
        Refused before = refused.get(key);
        if (before != null && nanoClock.getAsLong() - before.atNanos() < RETRY_NANOS) {
            throw new HsmException(before.why());
        }
        List<CryptokiKey> objects = login.objectsOf(key.label()).keys();
        if (objects.isEmpty() || objects.stream().anyMatch(CryptokiKey::isExportable)) {
            KeyFault why = new KeyFault.Exportable(key.label(), login.token().label(), describe(objects));
            refused.put(key, new Refused(why, nanoClock.getAsLong()));
            throw new HsmException(why);
        }
        nonExportable.add(key);
    }

    private static String describe(List<CryptokiKey> objects) {
        return objects.isEmpty()
                ? "?"
                : objects.stream()
                        .map(CryptokiKey::describeProtection)
                        .distinct()
                        .collect(Collectors.joining("; "));
    }

    private record Refused(KeyFault why, long atNanos) {}
}
