package no.portnokkel.hsm.software;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Map;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.files.SecretFile;
import no.portnokkel.files.SecretLine;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.problem.Text;

/** The keystore file with the file of its password. Both must be safe from other users. */
final class KeystoreFile {
    private static final int MAX_BYTES = 1 << 20;

    private final DeviceSettings.Software settings;
    private final PinFile pinFile;
    private final SecureRandom random;

    KeystoreFile(DeviceSettings.Software settings, SecureRandom random) {
        this.settings = settings;
        this.pinFile = new PinFile(settings.keyName("pin-file"), settings.pinFile());
        this.random = random;
    }

    /** Returns a version that changes whenever one of the two files does. */
    String version() {
        return SecretFile.version(settings.keystoreFile()) + " " + pinFile.version();
    }

    /**
     * Reads the keystore. Costs some tens of milliseconds: a password is stretched.
     *
     * @throws HsmException a {@link KeystoreFault}, a {@link no.portnokkel.hsm.fault.PinFileFault} or a {@link SetupFault}
     */
    Keystore read() {
        UserPrincipal user = processUser();
        byte[] content = content(user);
        try (Pin pin = pinFile.read(user)) {
            return read(content, pin);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private Keystore read(byte[] content, Pin pin) {
        try {
            // the JDK's PKCS#12 takes ASCII passwords only, so a char for each byte is what it wants
            return Keystore.read(settings.displayName(), content, pin.chars(), random);
        } catch (UnrecoverableKeyException wrongPassword) {
            throw new HsmException(
                    new KeystoreFault.PasswordRefused(settings.keystoreFile().toString(), pinFile.description()),
                    wrongPassword);
        } catch (IOException | GeneralSecurityException noKeystore) {
            throw unreadable(Text.message(
                    "keystore-file.not-pkcs12", Map.of("reason", String.valueOf(noKeystore.getMessage()))));
        }
    }

    private byte[] content(UserPrincipal user) {
        try {
            SecretFile file = SecretFile.at(settings.keystoreFile());
            if (!file.isRegular(MAX_BYTES)) {
                throw unreadable(Text.message("secret-file.not-a-small-file"));
            }
            if (file.isExposed(user)) {
                throw new HsmException(new KeystoreFault.Unsafe(
                        settings.keyName("keystore-file"),
                        settings.keystoreFile().toString(),
                        file.permissions()));
            }
            return file.read();
        } catch (NoSuchFileException absent) {
            throw unreadable(Text.message("secret-file.missing"));
        } catch (SecretLine.RejectedException rejected) {
            throw unreadable(rejected.defect());
        } catch (IOException denied) {
            throw unreadable(Text.message("secret-file.unreadable"));
        }
    }

    private HsmException unreadable(Text why) {
        return new HsmException(new KeystoreFault.Unreadable(
                settings.keyName("keystore-file"), settings.keystoreFile().toString(), why));
    }

    private UserPrincipal processUser() {
        try {
            return PrivateFolder.at(settings.dataDir()).owner();
        } catch (IOException unusable) {
            throw SetupFault.DataDirUnusable.at(settings.dataDir(), unusable);
        }
    }
}
