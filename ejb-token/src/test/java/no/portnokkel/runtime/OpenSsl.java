package no.portnokkel.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.testkit.ca.Pem;

/** Verifies signatures with the OpenSSL command, which shares no code with the JDK. */
record OpenSsl(Path directory) {

    /**
     * Returns whether the signature of the text is valid for the certificate.
     *
     * @param digest the name in OpenSSL, for example {@code sha256}
     */
    boolean verifies(X509Certificate certificate, String digest, String text, byte[] signature) throws IOException {
        Path pem = Files.writeString(directory.resolve("certificate.pem"), Pem.of(List.of(certificate)));
        Path key = directory.resolve("public.pem");
        run("x509", "-in", pem.toString(), "-noout", "-pubkey", "-out", key.toString());
        String verdict = run(
                "dgst",
                "-" + digest,
                "-verify",
                key.toString(),
                "-signature",
                Files.write(directory.resolve("signature"), signature).toString(),
                Files.writeString(directory.resolve("text"), text).toString());
        if (verdict.contains("Verification failure")) {
            return false;
        }
        if (verdict.equals("Verified OK\n")) {
            return true;
        }
        throw new IllegalStateException("Unexpected output of OpenSSL: " + verdict);
    }

    private static String run(String... arguments) throws IOException {
        ProcessBuilder command = new ProcessBuilder("openssl");
        command.command().addAll(List.of(arguments));
        Process openssl = command.redirectErrorStream(true).start();
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
