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

/** Stores an authority as PEM files. A lock file allows several processes to start at the same time. */
final class AuthorityDirectory {

    private static final Object IN_THIS_PROCESS = new Object(); // a FileLock excludes other processes only
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
                        FileLock acquired = lock.lock()) {
                    return acquired.isValid() && Files.exists(authorities()) ? read() : create(certificateClass);
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
        TestAuthority authority = TestAuthority.create(certificateClass);
        writeKey("root.key", authority.rootIssuer().key());
        writeKey("issuing.key", authority.issuingIssuer().key());
        // Written last: if this file exists, the key files exist.
        Files.writeString(authorities(), Pem.of(List.of(authority.issuing(), authority.root())));
        return authority;
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
