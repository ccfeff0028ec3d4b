package no.portnokkel.testkit.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A SoftHSM2 token with a PIN file and non-exportable keys. Requires {@code softhsm2-util} (Debian: {@code softhsm2}) and
 * the environment variable {@code SOFTHSM2_CONF}.
 *
 * <p>SunPKCS11 loads a module once per path. A loaded module does not see tokens created later, and its login is shared by
 * the whole process. Therefore each token has two copies of the module: one that only this class loads, and {@link
 * #library()} for the code under test. Not thread-safe.
 */
public final class SoftHsmToken {

    private final String label;
    private final long slot;
    private final Path library;
    private final Path pinFile;
    private final Pkcs11Session session;

    private SoftHsmToken(String label, long slot, Path library, Path pinFile, Pkcs11Session session) {
        this.label = label;
        this.slot = slot;
        this.library = library;
        this.pinFile = pinFile;
        this.session = session;
    }

    /**
     * Creates a token. Deletes a token with the same label from an earlier run.
     *
     * @param directory for the PIN file and the module copies, not for the token itself; created when missing
     * @param label 1 to 32 letters, digits, {@code . _ -}; unique among tests that run at the same time
     * @param pin four to 255 characters; visible to other processes of this user for a moment, so never a real PIN
     * @throws IllegalStateException SoftHSM2 is not installed or not configured; the message says what to do
     */
    public static SoftHsmToken create(Path directory, String label, String pin) {
        checkLabel(label);
        return SoftHsm.exclusively(() -> createAlone(directory, label, pin));
    }

    /**
     * Opens the token with this label if it and its PIN file exist, otherwise creates it. For a demo that is started again.
     *
     * @param directory the same at each start
     * @param pin for a new token; an existing token is opened with the PIN in its file
     * @throws IllegalStateException SoftHSM2 is not installed or not configured; the message says what to do
     */
    public static SoftHsmToken openOrCreate(Path directory, String label, String pin) {
        checkLabel(label);
        return SoftHsm.exclusively(() -> openOrCreateAlone(directory, label, pin));
    }

    private static SoftHsmToken createAlone(Path directory, String label, String pin) {
        SoftHsm.delete(label);
        return at(directory, label, SoftHsm.initialise(label, pin, newOfficerPin()), pin);
    }

    private static SoftHsmToken openOrCreateAlone(Path directory, String label, String pin) {
        Optional<Long> existing = SoftHsm.slotOf(label);
        Path existingPinFile = pinFile(directory, label);
        if (existing.isEmpty() || !Files.exists(existingPinFile)) {
            return createAlone(directory, label, pin);
        }
        try {
            return at(directory, label, existing.get(), Files.readString(existingPinFile));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The PIN file " + existingPinFile + " cannot be read.", unreadable);
        }
    }

    /** Generates an RSA key of 2048 bits in the token, and stores the certificate chain that the function returns. */
    public void generateKey(String keyLabel, Function<PublicKey, List<X509Certificate>> certify) {
        generateKey(TokenKey.labelled(keyLabel), certify);
    }

    /**
     * Generates a key in the token, and stores the certificate chain that the function returns. Replaces an entry with the
     * same label.
     *
     * @param certify gets the new public key and returns the chain. The first certificate may be for another key, to test
     *     {@code key-certificate-mismatch}. It must not already be in the token: SunPKCS11 would only rename it
     */
    public void generateKey(TokenKey key, Function<PublicKey, List<X509Certificate>> certify) {
        try {
            session.generate(key, certify);
        } catch (GeneralSecurityException | IOException refused) {
            throw new IllegalStateException(
                    "Token " + label + " could not generate the key " + key.label() + ".", refused);
        }
    }

    /** Returns whether there is a private key with a certificate under this label. */
    public boolean hasKey(String keyLabel) {
        try {
            return keyStore().isKeyEntry(keyLabel);
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalStateException("Token " + label + " cannot be read.", unreadable);
        }
    }

    /** Returns the certificate chain of the key, the leaf first; empty when the label is unknown. */
    public List<X509Certificate> certificates(String keyLabel) {
        try {
            Certificate[] chain = keyStore().getCertificateChain(keyLabel);
            return chain == null
                    ? List.of()
                    : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalStateException("Token " + label + " cannot be read.", unreadable);
        }
    }

    /** Returns the token's entries, read through this class's own provider; for tests of the token itself. */
    public KeyStore keyStore() throws GeneralSecurityException, IOException {
        return session.keyStore();
    }

    /** Returns the module for the code under test: a separate copy that this class does not load. */
    public Path library() {
        return library;
    }

    /** Returns the label of the token, by which the code under test finds the slot. */
    public String label() {
        return label;
    }

    /** Returns the slot id that SoftHSM assigned; it does not change while the token exists. */
    public long slot() {
        return slot;
    }

    /** Returns a file with mode 0600 that contains the PIN only. */
    public Path pinFile() {
        return pinFile;
    }

    private static SoftHsmToken at(Path directory, String label, long slot, String pin) {
        try {
            Files.createDirectories(directory);
            Path library = directory.toAbsolutePath().resolve(label + ".so");
            Files.copy(SoftHsm.module(), library, StandardCopyOption.REPLACE_EXISTING);
            Path pinFile = writePin(pinFile(directory, label), pin);
            return new SoftHsmToken(label, slot, library, pinFile, Pkcs11Session.open(directory, slot, pin));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The files of token " + label + " cannot be written.", unwritable);
        }
    }

    private static Path pinFile(Path directory, String label) {
        return directory.toAbsolutePath().resolve(label + ".pin");
    }

    private static Path writePin(Path file, String pin) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin);
    }

    private static void checkLabel(String label) {
        if (!label.matches("[A-Za-z0-9._-]{1,32}")) {
            throw new IllegalArgumentException(
                    "A test token's label is 1 to 32 letters, digits, '.', '_' or '-'; not: " + label);
        }
    }

    private static String newOfficerPin() {
        return new BigInteger(64, new SecureRandom()).toString(); // never needed again
    }
}
