package no.portnokkel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/**
 * The key that all clients sign with, in SoftHSM2.
 *
 * @param hsm the HSM token, which Portnøkkel opens by itself
 * @param chain leaf and issuer
 * @param handle for the other clients, of a registered SunPKCS11 provider
 * @param provider the provider of the handle
 */
record BankKey(SoftHsmToken hsm, List<X509Certificate> chain, PrivateKey handle, Provider provider) {
    static final String OWNER = "310167398";
    static final String LABEL = "seal";

    static BankKey in(Path directory) throws GeneralSecurityException, IOException {
        return in(directory, TestAuthority.create());
    }

    static BankKey in(Path directory, TestAuthority authority) throws GeneralSecurityException, IOException {
        SoftHsmToken hsm = SoftHsmToken.create(directory, "benchmarks", "987654");
        hsm.generateKey(LABEL, key -> authority.certify(key, OrganisationCertificate.seal(OWNER, "Testbanken AS")));
        KeyStore keyStore = hsm.keyStore();
        Security.addProvider(keyStore.getProvider()); // the other clients find the provider of the handle there
        return new BankKey(
                hsm, hsm.certificates(LABEL), (PrivateKey) keyStore.getKey(LABEL, null), keyStore.getProvider());
    }

    /** Returns the same key through another module in front of the token, by plain SunPKCS11. */
    BankKey through(Path module, Path directory) throws GeneralSecurityException, IOException {
        String name = "bare" + Integer.toUnsignedString(module.hashCode());
        Path copy = Files.copy(module, directory.resolve(name + ".so"), StandardCopyOption.REPLACE_EXISTING);
        Provider other = Security.getProvider("SunPKCS11")
                .configure("--name = " + name + "\nlibrary = " + copy + "\nslot = " + hsm.slot() + "\n");
        KeyStore keys = KeyStore.getInstance("PKCS11", other);
        keys.load(null, Files.readString(hsm.pinFile()).toCharArray());
        return new BankKey(hsm, chain, (PrivateKey) keys.getKey(LABEL, null), other);
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    /** Returns the settings for Portnøkkel, with a module in front of the token. */
    HsmSettings settings(Path module, Path dataDir) {
        Map<String, String> values = Map.of(
                "profile", "softhsm2",
                "library", module.toString(),
                "token-label", hsm.label(),
                "pin-file", hsm.pinFile().toString());
        return HsmSettings.read(key -> Optional.ofNullable(values.get(key)), "portnokkel.hsm.", dataDir, problem -> {
                    throw new IllegalStateException(problem.toString());
                })
                .orElseThrow();
    }

    /** Signs with the minimum of Java code. */
    byte[] sign(byte[] data) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA", provider);
        signature.initSign(handle);
        signature.update(data);
        return signature.sign();
    }
}
