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
 * A SoftHSM2 token with a PIN file and keys that cannot leave it. Needs {@code softhsm2-util} (Debian: {@code softhsm2})
 * and {@code SOFTHSM2_CONF} in the environment of the process.
 *
 * <p>SunPKCS11 loads a module once per path, and a module that is loaded sees no token made afterwards, and shares its
 * login with everybody in the process. So each token brings two copies of the module: one that only this class loads, and
 * {@link #library()} for the code under test. Not safe for several threads.
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
     * Makes a new token; one with the same label left by an earlier run is deleted.
     *
     * @param directory for the PIN file and the module copies; made when missing. It does not hold the token itself
     * @param label 1 to 32 letters, digits, {@code . _ -}; unique among the tests that run at the same time
     * @param pin four to 255 characters. Shows in the list of processes for a moment: never a real one
     * @throws IllegalStateException SoftHSM2 is not installed or not configured; the message says what to do
     */
    public static SoftHsmToken create(Path directory, String label, String pin) {
        checkLabel(label);
        SoftHsm.configure();
        SoftHsm.delete(label);
        return at(directory, label, SoftHsm.initialise(label, pin, newOfficerPin()), pin);
    }

    /**
     * Opens the token with this label when it and its PIN file are there, else makes a new one: for a demo that is started
     * again.
     *
     * @param directory the same each time
     * @param pin of a new token; one that is opened keeps the PIN of its file
     * @throws IllegalStateException SoftHSM2 is not installed or not configured; the message says what to do
     */
    public static SoftHsmToken openOrCreate(Path directory, String label, String pin) {
        checkLabel(label);
        SoftHsm.configure();
        Optional<Long> existing = SoftHsm.slotOf(label);
        Path kept = pinFile(directory, label);
        if (existing.isEmpty() || !Files.exists(kept)) {
            return create(directory, label, pin);
        }
        try {
            return at(directory, label, existing.get(), Files.readString(kept));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The PIN file " + kept + " cannot be read.", unreadable);
        }
    }

    /** Makes an RSA key of 2048 bits in the token and stores the chain that the function returns beside it. */
    public void generateKey(String keyLabel, Function<PublicKey, List<X509Certificate>> certify) {
        generateKey(TokenKey.labelled(keyLabel), certify);
    }

    /**
     * Makes a key in the token and stores the chain that the function returns beside it. An entry with the same label is
     * replaced.
     *
     * @param certify gets the new public key; the first certificate it returns may be for another key, which makes the
     *     token that {@code key-certificate-mismatch} is about. It must not lie in the token already: SunPKCS11 would only
     *     rename that one
     */
    public void generateKey(TokenKey key, Function<PublicKey, List<X509Certificate>> certify) {
        try {
            session.generate(key, certify);
        } catch (GeneralSecurityException | IOException refused) {
            throw new IllegalStateException("Token " + label + " did not make the key " + key.label() + ".", refused);
        }
    }

    /** Whether a private key with a certificate is found under this label. */
    public boolean hasKey(String keyLabel) {
        try {
            return keyStore().isKeyEntry(keyLabel);
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalStateException("Token " + label + " cannot be read.", unreadable);
        }
    }

    /** Returns the chain beside the key, the leaf first; empty when the label is unknown. */
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

    /** Returns the token's entries through a provider of this class, for tests of the token itself. */
    public KeyStore keyStore() throws GeneralSecurityException, IOException {
        return session.keyStore();
    }

    /** The module for the code under test: a copy of this token's own, which nobody has loaded yet. */
    public Path library() {
        return library;
    }

    /** The token's label, by which code under test finds the slot. */
    public String label() {
        return label;
    }

    /** The slot id that SoftHSM gave the token; stable as long as the token lives. */
    public long slot() {
        return slot;
    }

    /** A file of mode 0600 with the PIN and nothing else. */
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
        return new BigInteger(64, new SecureRandom()).toString(); // nobody will need it again
    }
}
