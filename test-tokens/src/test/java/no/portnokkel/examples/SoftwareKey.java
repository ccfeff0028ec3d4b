package no.portnokkel.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.OrganisationCertificate;

/** A key in a file, as {@code portnokkel-twin --with-key} makes one, and the configuration of an application that signs with it. */
final class SoftwareKey {
    static final String CLIENT = "bank-client";
    static final String OWNER = "310167398";
    private static final String LABEL = "developer";
    private static final String PASSWORD = "987654";

    private SoftwareKey() {}

    /**
     * Makes the files, and returns the configuration of the environment {@code lab}, which is the twin.
     *
     * @param folder that must not exist
     */
    static Map<String, String> settings(Path folder, MaskinportenTwin twin) {
        try {
            Files.createDirectory(folder);
            Path keystore = Files.createFile(folder.resolve("keys.p12"), ownerOnly());
            Path password = Files.createFile(folder.resolve("password"), ownerOnly());
            Files.writeString(password, PASSWORD + "\n");
            try (OutputStream file = Files.newOutputStream(keystore)) {
                keystore(twin).store(file, PASSWORD.toCharArray());
            }
            return new HashMap<>(Map.of(
                    "portnokkel.environment",
                    "lab",
                    "portnokkel.environments.lab.issuer",
                    twin.issuer().toString(),
                    "portnokkel.environments.lab.client-id",
                    CLIENT,
                    "portnokkel.environments.lab.organisation-number",
                    OWNER,
                    "portnokkel.environments.lab.key",
                    LABEL,
                    "portnokkel.hsm.profile",
                    "software",
                    "portnokkel.hsm.keystore-file",
                    keystore.toString(),
                    "portnokkel.hsm.pin-file",
                    password.toString(),
                    "portnokkel.data-dir",
                    folder.resolve("data").toString()));
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore keystore(MaskinportenTwin twin) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Certificate[] chain = twin.authority()
                .certify(pair.getPublic(), OrganisationCertificate.seal(OWNER, "Testbanken AS"))
                .toArray(Certificate[]::new);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(LABEL, pair.getPrivate(), PASSWORD.toCharArray(), chain);
        return store;
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }
}
