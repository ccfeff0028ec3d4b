package no.portnokkel.testkit.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.RegisteredClient;

/**
 * A developer's folder, which takes the place of an HSM: a keystore with a test certificate, its password, and the lines of
 * configuration. Files that exist are used as they are, or refused with the reason; none is ever overwritten.
 */
final class DeveloperFolder {
    private static final String KEY = "developer";
    private static final String ENVIRONMENT = "portnokkel.environments.local.";
    private static final String ISSUER = ENVIRONMENT + "issuer";
    private static final int KEY_BITS = 3072;
    private static final int PASSWORD_BYTES = 16;

    private final Path directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    DeveloperFolder(Path directory, Clock clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /** Returns the folder of the authority, for a twin that is given no other one. */
    Path authority() {
        return directory.resolve("authority");
    }

    /** Returns the port that the configuration names, so that a later start of the twin fits it. */
    Optional<Integer> port() {
        return Files.exists(configuration())
                ? Optional.ofNullable(read().getProperty(ISSUER))
                        .map(issuer -> URI.create(issuer).getPort())
                        .filter(port -> port > 0)
                : Optional.empty();
    }

    /** Makes the folder, readable by its owner only, unless it exists. */
    void create() {
        try {
            Files.createDirectories(directory, ownerOnly("rwx------"));
        } catch (IOException unusable) {
            throw new UncheckedIOException("The directory " + directory + " cannot be used.", unusable);
        } catch (UnsupportedOperationException withoutModes) {
            throw new IllegalStateException(
                    directory + " is on a file system without POSIX modes; on Windows, use WSL 2.", withoutModes);
        }
    }

    /**
     * Makes what is missing: the key with its certificate, and the configuration.
     *
     * @param issuer of the running twin
     * @param out gets a line for each file
     * @throws IllegalStateException a file that exists does not fit
     * @throws UncheckedIOException a file cannot be read or written
     */
    void prepare(RegisteredClient client, TestAuthority authority, URI issuer, PrintWriter out) {
        try {
            char[] password = password();
            boolean reused = Files.exists(keystore());
            if (!reused) {
                writeKeystore(client, authority, password);
            }
            X509Certificate certificate = requireUsable(client, authority, password);
            writeConfiguration(lines(client, issuer));
            out.println("key          " + KEY + " in " + keystore() + (reused ? " (existing)" : " (new)"));
            out.println("password     " + passwordFile());
            out.println("certificate  of " + client.owner() + " until "
                    + certificate.getNotAfter().toInstant());
            out.println("settings     " + configuration());
        } catch (IOException unusable) {
            throw new UncheckedIOException(
                    "A file in " + directory + " cannot be read or written: " + unusable.getMessage(), unusable);
        }
    }

    private Path keystore() {
        return directory.resolve("keys.p12");
    }

    private Path passwordFile() {
        return directory.resolve("keystore-password");
    }

    private Path configuration() {
        return directory.resolve("portnokkel.properties");
    }

    private char[] password() throws IOException {
        if (!Files.exists(passwordFile())) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            write(passwordFile(), (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(passwordFile()).strip().toCharArray();
    }

    private void writeKeystore(RegisteredClient client, TestAuthority authority, char[] password) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            KeyPair pair = generator.generateKeyPair();
            List<X509Certificate> chain = new ArrayList<>(authority.certify(
                    pair.getPublic(), OrganisationCertificate.seal(client.owner(), "Demobanken AS", clock)));
            chain.add(authority.root());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(KEY, pair.getPrivate(), password, chain.toArray(Certificate[]::new));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            write(keystore(), bytes.toByteArray());
        } catch (GeneralSecurityException impossible) { // every Java platform has RSA and PKCS#12
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate requireUsable(RegisteredClient client, TestAuthority authority, char[] password) {
        try {
            Certificate[] chain =
                    KeyStore.getInstance(keystore().toFile(), password).getCertificateChain(KEY);
            if (chain == null) {
                throw refused(keystore(), "holds no key with the alias " + KEY);
            }
            List<X509Certificate> certificates =
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList();
            if (!OrganisationCertificate.ownerOf(certificates.get(0)).equals(Optional.of(client.owner()))) {
                throw refused(keystore(), "has no certificate of " + client.owner());
            }
            authority.verify(certificates, clock.instant());
            return certificates.get(0);
        } catch (CertPathValidatorException outdated) {
            throw refused(keystore(), "has a certificate that this twin does not accept: " + outdated.getMessage());
        } catch (IOException | GeneralSecurityException unreadable) {
            throw refused(keystore(), "cannot be opened with " + passwordFile() + ": " + unreadable.getMessage());
        }
    }

    private Map<String, String> lines(RegisteredClient client, URI issuer) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("portnokkel.environment", "local");
        lines.put(ISSUER, issuer.toString());
        lines.put(ENVIRONMENT + "client-id", client.clientId());
        lines.put(ENVIRONMENT + "organisation-number", client.owner());
        lines.put(ENVIRONMENT + "key", KEY);
        lines.put("portnokkel.hsm.profile", "software");
        lines.put("portnokkel.hsm.keystore-file", keystore().toString());
        lines.put("portnokkel.hsm.pin-file", passwordFile().toString());
        lines.put("portnokkel.data-dir", directory.resolve("data").toString());
        return lines;
    }

    /** Lines that a developer has added stay, and those of ours must still be true. */
    private void writeConfiguration(Map<String, String> lines) throws IOException {
        if (!Files.exists(configuration())) {
            String text = lines.entrySet().stream()
                    .map(line -> line.getKey() + "=" + escaped(line.getValue()) + "\n")
                    .collect(Collectors.joining());
            write(
                    configuration(),
                    ("# Written by portnokkel-twin --with-key. For development only: the key is in a file, not in an HSM.\n"
                                    + text)
                            .getBytes(StandardCharsets.US_ASCII));
            return;
        }
        Properties present = read();
        lines.forEach((key, value) -> {
            if (!Objects.equals(present.getProperty(key), value)) {
                throw refused(configuration(), "has not the line " + key + "=" + value);
            }
        });
    }

    private Properties read() {
        try {
            Properties present = new Properties();
            present.load(new StringReader(Files.readString(configuration())));
            return present;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw refused(configuration(), "cannot be read: " + unreadable.getMessage());
        }
    }

    private static IllegalStateException refused(Path file, String why) {
        return new IllegalStateException(
                file + " " + why + ". Delete it to have a new one, or name another directory.");
    }

    /** Escapes what a properties file would replace. */
    private static String escaped(String value) {
        return value.codePoints()
                .flatMap(character -> character == '\\'
                        ? "\\\\".codePoints()
                        : unicode(character).codePoints())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String unicode(int character) {
        return character < 0x80
                ? Character.toString(character)
                : Character.toString(character)
                        .chars()
                        .mapToObj("\\u%04x"::formatted)
                        .collect(Collectors.joining());
    }

    private void write(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(directory, ".draft", "", ownerOnly("rw-------"));
        Files.write(draft, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(draft, file); // an interrupted start leaves no half file
    }

    private static FileAttribute<?> ownerOnly(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }
}
