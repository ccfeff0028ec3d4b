package no.portnokkel.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/**
 * Logs in, and stores keys and certificates, with {@code pkcs11-tool}, as other tools than ours do. Supports any module.
 *
 * @param directory for the files to store
 */
public record OpenScTool(SoftHsmToken token, Path directory) {
    /** Stores a key with a certificate; {@code options} are those of {@code pkcs11-tool} for the private key. */
    public X509Certificate storeKey(String kind, int bits, String label, String id, String... options) {
        KeyPair pair = pair(kind, bits);
        X509Certificate certificate = BankFixture.certify(pair.getPublic()).get(0);
        storePrivateKey(pair, label, id, options);
        storeCertificate(certificate, label, id);
        return certificate;
    }

    /** Stores a private key without a certificate. */
    public void storePrivateKey(KeyPair pair, String label, String id, String... options) {
        store("privkey", pair.getPrivate().getEncoded(), label, id, options);
    }

    /** Stores a certificate without a key. */
    public void storeCertificate(X509Certificate certificate, String label, String id) {
        try {
            store("cert", certificate.getEncoded(), label, id);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs the tool with a login. */
    public static Shell run(Path module, String tokenLabel, String pin, String... arguments) {
        List<String> command = login(module, tokenLabel, pin);
        command.addAll(List.of(arguments));
        return Shell.run(command.toArray(String[]::new));
    }

    /** Returns whether the token accepts this PIN. */
    public static boolean logsIn(SoftHsmToken token, String pin) {
        return run(token.library(), token.label(), pin, "--list-objects").exit() == 0;
    }

    private static List<String> login(Path module, String tokenLabel, String pin) {
        return new ArrayList<>(List.of(
                "pkcs11-tool", "--module", module.toString(), "--token-label", tokenLabel, "--login", "--pin", pin));
    }

    public static KeyPair pair(String kind, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void store(String type, byte[] der, String label, String id, String... options) {
        try {
            Path file = Files.write(directory.resolve(type + ".der"), der);
            List<String> command = new ArrayList<>(List.of(
                    "sh", "-c", "label=$1; shift; exec \"$@\" --label \"$(printf \"$label\")\"", "sh", octal(label)));
            command.addAll(login(token.library(), token.label(), BankFixture.PIN));
            command.addAll(List.of("--write-object", file.toString(), "--type", type, "--id", id, "--usage-sign"));
            command.addAll(List.of(options));
            Shell.runSuccessfully(command.toArray(String[]::new));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** An argument of a process is in the locale's encoding, which may be ASCII. */
    private static String octal(String label) {
        StringBuilder octal = new StringBuilder();
        for (byte one : label.getBytes(StandardCharsets.UTF_8)) {
            octal.append(String.format(Locale.ROOT, "\\%03o", one & 0xFF));
        }
        return octal.toString();
    }
}
