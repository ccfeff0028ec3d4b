package no.portnokkel.runtime;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;

/**
 * Signs what the control room stores with the key of an environment's own client in the HSM, so that nobody can change it by
 * writing to the file system or the database. What is signed begins with a fixed text that can be neither a grant nor a
 * certificate. Thread-safe.
 */
public final class RecordSigner {
    private static final String PREFIX = "Portnokkel record of the control room, not a token and not a certificate. ";
    private static final SignatureAlgorithm ALGORITHM = SignatureAlgorithm.RS256;

    private final Configuration configuration;
    private final HsmDevices devices;
    private final Map<String, PublicKey> known = new ConcurrentHashMap<>();

    RecordSigner(Configuration configuration, HsmDevices devices) {
        this.configuration = configuration;
        this.devices = devices;
    }

    /**
     * Signs a text. May take as long as one signature.
     *
     * @param environment a configured one with a client of its own
     * @return the key's label and the signature
     * @throws HsmException if the HSM does not sign
     * @throws IllegalStateException if the environment has no client or device
     */
    public String sign(String environment, String text) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings == null || settings.client().isEmpty()) {
            throw new IllegalStateException("No key signs records of " + environment);
        }
        String label = settings.client().get().key();
        byte[] signature = devices.key(settings, label).sign(bytes(text), ALGORITHM);
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(label.getBytes(StandardCharsets.UTF_8)) + ":" + base64.encodeToString(signature);
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
     */
    Verdict verify(String environment, Optional<EnvironmentSettings> fallback, String text, String signature) {
        int colon = signature.indexOf(':');
        Optional<EnvironmentSettings> settings = Optional.ofNullable(
                        configuration.environments().get(environment))
                .or(() -> fallback);
        if (colon < 0 || settings.isEmpty()) {
            return Verdict.INVALID;
        }
        try {
            String label =
                    new String(Base64.getDecoder().decode(signature.substring(0, colon)), StandardCharsets.UTF_8);
            byte[] made = Base64.getDecoder().decode(signature.substring(colon + 1));
            String id = settings.get().device().orElse("") + "\n" + label;
            PublicKey remembered = known.get(id);
            if (remembered != null && isSignedBy(remembered, text, made)) {
                return Verdict.VALID;
            }
            Optional<Hsm> ready =
                    devices.hsm(settings.get()).filter(hsm -> hsm.status().state() == HsmState.READY);
            if (ready.isEmpty()) {
                return Verdict.UNKNOWN;
            }
            PublicKey current = ready.get().key(label).chain().get(0).getPublicKey();
            known.put(id, current);
            return isSignedBy(current, text, made) ? Verdict.VALID : Verdict.INVALID;
        } catch (IllegalArgumentException malformed) {
            return Verdict.INVALID;
        } catch (HsmException notReadable) {
            return notReadable.fault().isTransient() ? Verdict.UNKNOWN : Verdict.INVALID;
        }
    }

    /** Verifies a signature of the control room's own configuration. Does not wait for the device. */
    public Verdict verify(String environment, String text, String signature) {
        return verify(environment, Optional.empty(), text, signature);
    }

    private static boolean isSignedBy(PublicKey key, String text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM.jcaName());
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
