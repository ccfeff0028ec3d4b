package no.portnokkel.hsm.settings;

import java.nio.file.Path;
import java.util.Optional;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** The settings of one device: an HSM, or the keystore file that stands in for one on a developer's laptop. */
public sealed interface DeviceSettings permits HsmSettings, DeviceSettings.Software {
    /** The profile of a keystore file. It is no {@link no.portnokkel.hsm.pkcs11.profile.VendorProfile}: there is no module. */
    String SOFTWARE = "software";

    /**
     * Reads the settings of one device; its problems are added to those of {@code values}.
     *
     * @param values below the prefix of the device
     * @return empty when anything was wrong
     */
    static Optional<DeviceSettings> read(CheckedValues values, Path dataDir) {
        return isSoftware(values)
                ? Software.read(values, dataDir)
                : HsmSettings.read(values, dataDir).map(settings -> settings);
    }

    /** Returns whether the device is a keystore file, whatever else is wrong with its settings. */
    static boolean isSoftware(CheckedValues values) {
        return values.text("profile").filter(SOFTWARE::equals).isPresent();
    }

    /** Returns the name of the profile, as configured or implied. */
    String profile();

    /** Returns the folder for our own files. */
    Path dataDir();

    /** Returns the prefix of the keys in messages, for example {@code portnokkel.hsm.}. */
    String prefix();

    /** Returns the full name of a key, as messages show it. */
    default String keyName(String key) {
        return prefix() + key;
    }

    /**
     * A PKCS#12 file with keys and certificates, for development. Values only: the files need not exist.
     *
     * @param keystoreFile the alias of an entry is the label of its key
     * @param pinFile holds the password of the keystore and of its keys on one line
     */
    record Software(Path keystoreFile, Path pinFile, Path dataDir, String prefix) implements DeviceSettings {
        private static Optional<DeviceSettings> read(CheckedValues values, Path dataDir) {
            Optional<Path> keystoreFile = required(values, "keystore-file");
            Optional<Path> pinFile = required(values, "pin-file");
            return keystoreFile.flatMap(
                    keystore -> pinFile.map(pin -> new Software(keystore, pin, dataDir, values.key(""))));
        }

        private static Optional<Path> required(CheckedValues values, String key) {
            return values.text(key).isEmpty()
                    ? values.missing(key, Text.verbatim("/an/absolute/path"))
                    : values.absolutePath(key);
        }

        @Override
        public String profile() {
            return SOFTWARE;
        }

        /** Returns the name of the keystore where others show the label of the HSM token: its file name. */
        public String displayName() {
            return String.valueOf(keystoreFile.getFileName());
        }
    }
}
