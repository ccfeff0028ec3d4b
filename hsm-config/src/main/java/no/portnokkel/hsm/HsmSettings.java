package no.portnokkel.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import no.portnokkel.hsm.settings.HsmSettingsReader;
import no.portnokkel.problem.Problem;

/**
 * One device and how it is to be used. Values only: nothing here has looked whether the files exist.
 *
 * @param profile name of a vendor profile, see {@link no.portnokkel.hsm.pkcs11.profile.VendorProfiles}
 * @param library the PKCS#11 module
 * @param token which of the module's tokens
 * @param pinFile holds the PIN on one line; empty: a person unlocks after each start
 * @param pinRetention what becomes of a PIN that was typed
 * @param recovery how signing is brought back after an outage
 * @param maxGenerations modules that may be loaded in this process, at least 1
 * @param signTimeout longest wait of a caller, positive
 * @param maxConcurrent signatures at a time, at least 1
 * @param keepAlive longest time without a signature before a probe is made, so that the device keeps its sessions; empty:
 *     none is made
 * @param dataDir where module copies and the memory of refused PINs go
 * @param prefix what stands before a key in messages, for example {@code portnokkel.hsm.}
 */
public record HsmSettings(
        String profile,
        Path library,
        TokenSelector token,
        Optional<Path> pinFile,
        PinRetention pinRetention,
        Recovery recovery,
        int maxGenerations,
        Duration signTimeout,
        int maxConcurrent,
        Optional<Duration> keepAlive,
        Path dataDir,
        String prefix) {

    public HsmSettings {
        if (maxGenerations < 1 || maxConcurrent < 1 || signTimeout.isNegative() || signTimeout.isZero()) {
            throw new IllegalArgumentException("Bounds of the HSM are positive.");
        }
    }

    /**
     * Reads the settings of one device, and reports every wrong value at once.
     *
     * @param values the value of a key without prefix, for example of {@code token-label}; blank counts as absent
     * @param prefix what to put before a key in messages, for example {@code portnokkel.hsm.}
     * @param problems told each defect as {@code configuration-invalid}; never quotes a value that may be a secret
     * @return empty when anything was wrong
     */
    public static Optional<HsmSettings> read(
            Function<String, Optional<String>> values, String prefix, Path dataDir, Consumer<Problem> problems) {
        return new HsmSettingsReader(values, prefix, problems).read(dataDir);
    }

    /** The full name of one of our keys, as messages show it. */
    public String keyName(String key) {
        return prefix + key;
    }

    /** The full name of the key that chooses the token. */
    public String tokenKeyName() {
        return keyName(token instanceof TokenSelector.ByLabel ? "token-label" : "slot");
    }
}
