package no.portnokkel.hsm.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.problem.Problem;
import no.portnokkel.settings.CheckedValues;

/**
 * The settings of one HSM. Values only: the files need not exist.
 *
 * @param profile name of a vendor profile, see {@link no.portnokkel.hsm.pkcs11.profile.VendorProfiles}
 * @param library the PKCS#11 module
 * @param token selects one of the module's tokens
 * @param pinFile holds the PIN on one line; empty: a person unlocks the HSM after each start
 * @param pinRetention what happens to a typed PIN after it was accepted
 * @param recovery how signing is restored after an outage
 * @param maxGenerations limit of modules loaded in this process, at least 1
 * @param signTimeout longest wait of a caller, positive
 * @param maxConcurrent limit of concurrent signatures, at least 1
 * @param keepAlive longest time without a signature before a probe is signed to keep the sessions open; empty: no
 *     probes
 * @param dataDir folder for module copies and records of refused PINs
 * @param prefix prefix of the keys in messages, for example {@code portnokkel.hsm.}
 */
public record HsmSettings(
        String profile,
        Path library,
        TokenSelector token,
        Optional<Path> pinFile,
        PinRetention pinRetention,
        VendorProfile.Recovery recovery,
        int maxGenerations,
        Duration signTimeout,
        int maxConcurrent,
        Optional<Duration> keepAlive,
        Path dataDir,
        String prefix)
        implements DeviceSettings {

    public HsmSettings {
        if (maxGenerations < 1 || maxConcurrent < 1 || signTimeout.isNegative() || signTimeout.isZero()) {
            throw new IllegalArgumentException("The limits and the sign timeout of the HSM must be positive.");
        }
    }

    /**
     * Reads the settings of one HSM and reports every wrong value.
     *
     * @param values returns the value of a key without prefix, for example of {@code token-label}; blank counts as
     *     unset
     * @param prefix prefix of the keys in messages, for example {@code portnokkel.hsm.}
     * @param problems receives each defect as {@code configuration-invalid}; never quotes a value that may be a
     *     secret
     * @return empty when anything was wrong
     */
    public static Optional<HsmSettings> read(
            Function<String, Optional<String>> values, String prefix, Path dataDir, Consumer<Problem> problems) {
        CheckedValues checked = new CheckedValues(values, prefix);
        Optional<HsmSettings> settings = read(checked, dataDir);
        checked.problems().forEach(problems);
        return settings;
    }

    /**
     * Reads the settings of one HSM; its problems are added to those of {@code values}.
     *
     * @param values below the prefix of the device
     * @return empty when anything was wrong
     */
    public static Optional<HsmSettings> read(CheckedValues values, Path dataDir) {
        return new HsmSettingsReader(values).read(dataDir);
    }

    /** Returns the full name of the key that selects the token. */
    public String tokenKeyName() {
        return keyName(token instanceof TokenSelector.ByLabel ? "token-label" : "slot");
    }

    /** What happens to a typed PIN after it was accepted. A PIN from a file is never kept in memory: it is read again. */
    public enum PinRetention {
        /** Stays in memory, so that signing resumes by itself after an outage. */
        MEMORY,
        /** Is wiped; a person unlocks the HSM again after each outage. */
        NONE
    }
}
