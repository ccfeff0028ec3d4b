package no.portnokkel.testkit.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** An authority as PEM files. A lock file lets the twin and the maker of the demo's token start at the same moment. */
final class AuthorityDirectory {

    private static final Object IN_THIS_PROCESS = new Object(); // a FileLock holds off other processes only
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private final Path directory;

    AuthorityDirectory(Path directory) {
        this.directory = directory;
    }

    TestAuthority readOrCreate(CertificateClass certificateClass) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            synchronized (IN_THIS_PROCESS) {
                try (FileChannel lock = FileChannel.open(
                                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = lock.lock()) {
                    return held.isValid() && Files.exists(authorities()) ? read() : create(certificateClass);
                }
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException(
                    "The test authority's directory " + directory + " cannot be used.", unusable);
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException(
                    "The test authority in " + directory + " is damaged; remove the directory and start again.",
                    damaged);
        }
    }

    private TestAuthority read() throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(authorities())))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        return new TestAuthority(
                new Issuer(certificates.get(1), readKey("root.key")),
                new Issuer(certificates.get(0), readKey("issuing.key")),
                new SecureRandom());
    }

    private TestAuthority create(CertificateClass certificateClass) throws IOException, GeneralSecurityException {
        TestAuthority made = TestAuthority.create(certificateClass);
        writeKey("root.key", made.rootIssuer().key());
        writeKey("issuing.key", made.issuingIssuer().key());
        // Last: where it exists, the keys do.
        Files.writeString(authorities(), Pem.of(List.of(made.issuing(), made.root())));
        return made;
    }

    private Path authorities() {
        return directory.resolve("authorities.pem");
    }

    private void writeKey(String name, PrivateKey key) throws IOException {
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Pem.of(PRIVATE_KEY, key.getEncoded()));
    }

    private PrivateKey readKey(String name) throws IOException, GeneralSecurityException {
        String body = Files.readString(directory.resolve(name)).replaceAll("-----[A-Z ]+-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(body);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
