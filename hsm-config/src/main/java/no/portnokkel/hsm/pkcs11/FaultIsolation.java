package no.portnokkel.hsm.pkcs11;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * Decides whether a key that does not sign is at fault, or the login: a fault of one key is not an outage of the device.
 * The key is at fault when its attributes say so, when another key signs in the same login, or when a key that has never
 * signed gets the same answer in a fresh login.
 */
final class FaultIsolation {
    private static final int MAX_WITNESSES = 3;

    private final Connector.TokenLogin login;
    private final ProviderKeys keys;
    private final Answers answers;
    private final SecureRandom random;
    private final int number;

    FaultIsolation(Connector.TokenLogin login, Answers answers, SecureRandom random) {
        this.login = login;
        this.keys = login.keys();
        this.answers = answers;
        this.random = random;
        this.number = answers.nextLogin();
    }

    /**
     * Returns the fault of a key that could not be found or did not sign its first probe in this login.
     *
     * @param proven keys that have signed in this login
     */
    HsmException judge(String label, HsmException failed, Collection<ProviderKey> proven) {
        Optional<HsmFault> told = attributesTell(label, failed.fault());
        if (told.isPresent()) {
            return new HsmException(told.get(), failed);
        }
        if (failed.fault() instanceof SetupFault.ModuleRefuses) {
            return anotherSigns(label, proven) ? unusable(label, failed) : failed;
        }
        String why = why(failed.fault());
        if (!failed.fault().endsLogin() || why.equals(Reason.WRONG_SIGNATURE.id())) {
            return failed;
        }
        boolean repeated = answers.isRepeated(label, why, number);
        return repeated || anotherSigns(label, proven) ? unusable(label, failed) : failed;
    }

    /** Returns the fault of a key that does not sign although its login is of use. */
    HsmException unusable(String label, HsmException failed) {
        return mayBeOfKey(failed.fault())
                ? new HsmException(new KeyFault.NotUsable(label, keys.token(), why(failed.fault())), failed)
                : failed;
    }

    /** Returns whether a fault in answer to an operation with a key is the key's if another one signs. */
    static boolean mayBeOfKey(HsmFault fault) {
        return fault.endsLogin() || fault instanceof SetupFault.ModuleRefuses;
    }

    /**
     * Returns whether another key signs a probe in this login. Prefers keys that have done so before, since they are ours.
     */
    boolean anotherSigns(String label, Collection<ProviderKey> proven) {
        List<ProviderKey> ours =
                proven.stream().filter(key -> !key.label().equals(label)).toList();
        if (!ours.isEmpty()) {
            return ours.stream().limit(MAX_WITNESSES).anyMatch(this::signs);
        }
        return keys.labels().stream()
                .filter(other -> !other.equals(label))
                .limit(MAX_WITNESSES)
                .anyMatch(this::isFoundAndSigns);
    }

    /** Returns whether the login signs with another key or, if an algorithm failed, with the probe's own. */
    boolean loginSigns(ProviderKey key, SignatureAlgorithm failed, Collection<ProviderKey> proven) {
        return (failed != key.probeAlgorithm() && signs(key)) || anotherSigns(key.label(), proven);
    }

    /** Returns whether a key signs a probe. */
    private boolean signs(ProviderKey key) {
        try {
            keys.prove(key, key.chain().get(0).getPublicKey(), random);
            return true;
        } catch (HsmException failed) {
            remember(key.label(), failed.fault());
            return false;
        }
    }

    private boolean isFoundAndSigns(String label) {
        try {
            return signs(keys.find(label));
        } catch (HsmException failed) {
            remember(label, failed.fault());
            return false;
        }
    }

    private void remember(String label, HsmFault fault) {
        if (fault.endsLogin()) {
            answers.isRepeated(label, why(fault), number);
        }
    }

    /** SunPKCS11 shows neither that two private keys share an id, nor that a key wants the PIN at each use. */
    private Optional<HsmFault> attributesTell(String label, HsmFault fault) {
        boolean unclear = fault instanceof KeyFault.NotUsable
                || (fault instanceof DeviceFault.Unavailable lost && lost.why().equals("CKR_USER_NOT_LOGGED_IN"));
        return unclear ? attributesTell(label) : Optional.empty();
    }

    private Optional<HsmFault> attributesTell(String label) {
        List<CryptokiKey> objects;
        try {
            objects = login.objectsOf(label).keys();
        } catch (HsmException unreadable) {
            return Optional.empty();
        }
        if (objects.size() > 1) {
            List<String> candidates =
                    objects.stream().map(CryptokiKey::describe).toList();
            return Optional.of(new KeyFault.Ambiguous(label, keys.token(), candidates));
        }
        return objects.stream()
                .filter(CryptokiKey::alwaysAuthenticates)
                .<HsmFault>map(key -> new KeyFault.NotUsable(label, keys.token(), "CKA_ALWAYS_AUTHENTICATE"))
                .findFirst();
    }

    private static String why(HsmFault fault) {
        if (fault instanceof DeviceFault.Unavailable unavailable) {
            return unavailable.why();
        }
        if (fault instanceof SetupFault.ModuleRefuses refuses) {
            return refuses.ckr();
        }
        return fault instanceof DeviceFault.Broken broken ? broken.ckr() : "";
    }

    /**
     * What the token answered to keys that have not signed, over all logins of one connector. An answer counts for five
     * minutes: then one more login is tried, in case this one is of no use. Thread safe.
     */
    static final class Answers {
        private static final long MEMORY_NANOS = Duration.ofMinutes(5).toNanos();

        private final LongSupplier nanoClock;
        private final Map<String, Answer> latest = new ConcurrentHashMap<>();
        private final Set<String> signed = ConcurrentHashMap.newKeySet();
        private final AtomicInteger logins = new AtomicInteger();

        Answers(LongSupplier nanoClock) {
            this.nanoClock = nanoClock;
        }

        /** Tells that a key has signed: if it fails later, the device has changed and not only the login. */
        void signed(String label) {
            signed.add(label);
            latest.remove(label);
        }

        /** Remembers an answer, and returns whether an earlier login gave the same one to this key. */
        private boolean isRepeated(String label, String why, int login) {
            if (signed.contains(label)) {
                return false;
            }
            Answer now = new Answer(why, login, nanoClock.getAsLong());
            Answer first = latest.merge(label, now, (known, next) -> known.isConfirmedBy(next) ? known : next);
            return first.login() != login;
        }

        private int nextLogin() {
            return logins.incrementAndGet();
        }

        /** An answer, with the first of the consecutive logins that gave it. */
        private record Answer(String why, int login, long atNanos) {
            boolean isConfirmedBy(Answer next) {
                return why.equals(next.why) && next.atNanos - atNanos < MEMORY_NANOS;
            }
        }
    }
}
