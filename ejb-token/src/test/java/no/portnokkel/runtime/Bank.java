package no.portnokkel.runtime;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.hsm.TokenKey;
import no.portnokkel.testkit.registry.RegisteredClient;

/** A bank: its HSM tokens, certificates of its keys, and twins at which it is a client. Its settings are a {@link BankConfig}. */
public final class Bank {
    public static final String OWNER = "310167398";
    public static final String CLIENT = "bank-client";

    private static final String PIN = "987654"; // one of those that the log guard finds
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private Bank() {}

    /** Returns a twin that knows the bank's authority, and the bank as a client with these scopes. */
    public static MaskinportenTwinExtension maskinporten(String... scopes) {
        return new MaskinportenTwinExtension(
                plan -> plan.authority(AUTHORITY).client(RegisteredClient.of(CLIENT, OWNER, scopes)));
    }

    /** Creates an HSM token with one key, {@code seal}. */
    public static SoftHsmToken hsm(Path directory, String label) {
        return hsm(directory, label, TokenKey.labelled("seal"));
    }

    /** Creates an HSM token with this key. */
    static SoftHsmToken hsm(Path directory, String label, TokenKey key) {
        SoftHsmToken hsm = emptyHsm(directory, label);
        hsm.generateKey(key, Bank::certify);
        return hsm;
    }

    static SoftHsmToken emptyHsm(Path directory, String label) {
        return SoftHsmToken.create(directory, label, PIN);
    }

    static List<X509Certificate> certify(PublicKey key) {
        return certify(key, OrganisationCertificate.seal(OWNER, "Testbanken AS"));
    }

    static List<X509Certificate> certify(PublicKey key, OrganisationCertificate certificate) {
        return AUTHORITY.certify(key, certificate);
    }

    static TestAuthority authority() {
        return AUTHORITY;
    }
}
