package no.portnokkel.hsm.software;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.settings.CheckedValues;

/** A developer's folder: {@code keys.p12} and {@code password}, written as a test wants them. */
final class KeystoreFixture {
    static final String PASSWORD = "987654"; // one of those that the log guard finds

    private final Path directory;

    KeystoreFixture(Path directory) {
        this.directory = directory;
    }

    static KeyPair pair(String type, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Path keystore() {
        return directory.resolve("keys.p12");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }

    /** Writes a keystore with a new key and its certificate, and the password file. */
    KeystoreFixture withKey(String alias) {
        return withKey(alias, pair("RSA", 2048), PASSWORD);
    }

    KeystoreFixture withKey(String alias, KeyPair pair, String password) {
        return withKey(alias, pair, certificates(pair), password);
    }

    KeystoreFixture withKey(String alias, KeyPair pair, X509Certificate[] chain, String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(alias, pair.getPrivate(), password.toCharArray(), chain);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            write(keystore(), bytes.toByteArray());
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return withPassword(PASSWORD);
    }

    KeystoreFixture withPassword(String password) {
        write(passwordFile(), (password + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    static X509Certificate[] certificates(KeyPair pair) {
        return BankFixture.certify(pair.getPublic()).toArray(X509Certificate[]::new);
    }

    /** Writes a file as an editor does: under another name first, so that it has another inode. */
    static void write(Path file, byte[] content) {
        try {
            Path next = Files.createTempFile(
                    file.getParent(),
                    "next",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(next, content);
            Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    DeviceSettings.Software settings() {
        CheckedValues values = new CheckedValues(
                key -> Optional.ofNullable(
                        switch (key) {
                            case "profile" -> "software";
                            case "keystore-file" -> keystore().toString();
                            case "pin-file" -> passwordFile().toString();
                            default -> null;
                        }),
                "portnokkel.hsm.");
        return (DeviceSettings.Software) DeviceSettings.read(values, directory.resolve("data"))
                .orElseThrow(() -> new AssertionError(values.problems()));
    }
}
