package no.portnokkel.runtime;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;

/**
 * Signs what the control room stores with the key of an environment's own client in the HSM, so that nobody can change it by
 * writing to the file system or the database. What is signed begins with a fixed text that can be neither a grant nor a
 * certificate. Thread-safe.
 */
public final class RecordSigner {
    private static final String PREFIX = "Portnokkel record of the control room, not a token and not a certificate. ";
    private static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.RS256;

    /** Ends the signatures of the audit's key; those of clients end with base64. */
    private static final String AUDIT_KEY = ":ES256";

    private final Configuration configuration;
    private final Optional<String> auditKey;
    private final HsmDevices devices;
    private final Supplier<KeyChoices> decided;
    private final Map<String, PublicKey> known = new ConcurrentHashMap<>();

    /**
     * @param auditKey {@code portnokkel.audit.key}
     * @param decided returns what was decided about keys
     */
    RecordSigner(
            Configuration configuration, Optional<String> auditKey, HsmDevices devices, Supplier<KeyChoices> decided) {
        this.configuration = configuration;
        this.auditKey = auditKey;
        this.devices = devices;
        this.decided = decided;
    }

    /**
     * Signs a text with the key in use of the environment's own client, or with {@code portnokkel.audit.key} if that key is
     * stopped. Without an audit key a stopped key signs records, but no grants. May take as long as one signature.
     *
     * @param environment a configured one with a client of its own
     * @return the key's label and the signature
     * @throws HsmException if the HSM does not sign
     * @throws IllegalStateException if the environment has no client or device
     */
    public String sign(String environment, String text) {
        return sign(environment, decided.get(), text);
    }

    /**
     * Signs as {@link #sign(String, String)}, with the key that is in use after these decisions.
     *
     * @throws HsmException if the HSM does not sign
     * @throws IllegalStateException if the environment has no client or device
     */
    public String sign(String environment, KeyChoices keys, String text) {
        EnvironmentSettings configured = configuration.environments().get(environment);
        if (configured == null || configured.client().isEmpty()) {
            throw new IllegalStateException("No key signs records of " + environment);
        }
        EnvironmentSettings settings = keys.appliedTo(configured);
        ClientSettings client = settings.client().orElseThrow();
        boolean isStopped =
                keys.isStopped(client) || decided.get().isStopped(client); // others verify with what they know
        Optional<SigningKey> auditor = auditKey.filter(label -> isStopped).flatMap(devices::checkpointKey);
        return auditor.map(key -> signature(key, SignatureAlgorithm.ES256, text) + AUDIT_KEY)
                .orElseGet(() -> signature(devices.key(settings, client.deviceKey()), ALGORITHM, text));
    }

    private static String signature(SigningKey key, SignatureAlgorithm algorithm, String text) {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(key.label().getBytes(StandardCharsets.UTF_8))
                + ":"
                + base64.encodeToString(key.sign(bytes(text), algorithm));
    }

    /** Returns whether {@link #sign} would call the device now instead of waiting for it. */
    boolean isReady(EnvironmentSettings settings) {
        return settings.client().isPresent()
                && devices.hsm(settings)
                        .filter(hsm -> hsm.status().state() == HsmState.READY)
                        .isPresent();
    }

    /**
     * Verifies a signature with a key of the environment's HSM. Does not wait for the device.
     *
     * @param environment the one that {@link #sign} was called with; if it is not configured here, the HSM of {@code fallback}
     *     has to have the key
     * @param keys a signature of a key that is stopped there is invalid, unless there is no audit key to sign instead
     */
    Verdict verify(
            String environment,
            Optional<EnvironmentSettings> fallback,
            KeyChoices keys,
            String text,
            String signature) {
        boolean isByAuditKey = signature.endsWith(AUDIT_KEY);
        String[] parts = signature.split(":", -1);
        Optional<EnvironmentSettings> settings = Optional.ofNullable(
                        configuration.environments().get(environment))
                .or(() -> fallback);
        if (parts.length != (isByAuditKey ? 3 : 2) || settings.isEmpty()) {
            return Verdict.INVALID;
        }
        String device = isByAuditKey ? "" : settings.get().device().orElse("");
        try {
            String label = new String(Base64.getDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            byte[] made = Base64.getDecoder().decode(parts[1]);
            SignatureAlgorithm algorithm = isByAuditKey ? SignatureAlgorithm.ES256 : ALGORITHM;
            String id = String.join("\n", device, label, algorithm.name());
            PublicKey remembered = known.get(id);
            if (isByAuditKey ? !auditKey.equals(Optional.of(label)) : isRefused(device, label, settings.get(), keys)) {
                return Verdict.INVALID;
            }
            if (remembered != null && isSignedBy(remembered, algorithm, text, made)) {
                return Verdict.VALID;
            }
            Optional<Hsm> ready = devices.hsm(device).filter(hsm -> hsm.status().state() == HsmState.READY);
            if (ready.isEmpty()) {
                return Verdict.UNKNOWN;
            }
            SigningKey key = isByAuditKey
                    ? ready.get().checkpointKey(label)
                    : ready.get().key(label);
            PublicKey current = key.chain().get(0).getPublicKey();
            known.put(id, current);
            return isSignedBy(current, algorithm, text, made) ? Verdict.VALID : Verdict.INVALID;
        } catch (IllegalArgumentException malformed) {
            return Verdict.INVALID;
        } catch (HsmException notReadable) {
            return notReadable.fault().isTransient() ? Verdict.UNKNOWN : Verdict.INVALID;
        }
    }

    /** A stopped key signs records only where no other key can. */
    private boolean isRefused(String device, String label, EnvironmentSettings configured, KeyChoices keys) {
        DeviceKey key = new DeviceKey(device, label);
        boolean isOnlyKey = auditKey.isEmpty()
                && keys.appliedTo(configured)
                        .client()
                        .filter(client -> client.deviceKey().equals(key))
                        .isPresent();
        return keys.stopped().contains(key) && !isOnlyKey;
    }

    /** Verifies a signature of the control room's own configuration. Does not wait for the device. */
    public Verdict verify(String environment, String text, String signature) {
        return verify(environment, Optional.empty(), decided.get(), text, signature);
    }

    private static boolean isSignedBy(PublicKey key, SignatureAlgorithm algorithm, String text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm.jcaName());
            verifier.initVerify(key);
            verifier.update(bytes(text));
            return verifier.verify(signature);
        } catch (GeneralSecurityException wrongKeyOrLength) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return (PREFIX + text).getBytes(StandardCharsets.UTF_8);
    }

    /** The result of a verification. */
    public enum Verdict {
        /** The signature was made by the key over the text. */
        VALID,
        /** There is no such signature, or it is wrong. */
        INVALID,
        /** The HSM is not ready, so the key is not known yet. */
        UNKNOWN
    }
}
