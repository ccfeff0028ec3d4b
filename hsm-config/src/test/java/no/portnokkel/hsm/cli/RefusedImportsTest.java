package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rejected chains: each has an exit code and a remedy, and the token stays unchanged. */
@UsesSoftHsm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedImportsTest {
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final OfficerTerminal officer;
    private final String listing;
    private final List<X509Certificate> placeholder;

    RefusedImportsTest(@TempDir Path directory) {
        officer = OfficerTerminal.with(directory, "refused-import");
        officer.generates("seal");
        listing = officer.listing();
        placeholder = officer.token().certificates("seal");
    }

    @AfterEach
    void the_token_is_unchanged() {
        assertThat(officer.listing()).isEqualTo(listing);
        assertThat(officer.token().certificates("seal")).isEqualTo(placeholder);
    }

    @Test
    void the_certificate_of_another_key() throws GeneralSecurityException {
        refuses(certify(softwareKey("RSA"), SEAL), 5, "does not belong to key \"seal\"", "--key");
    }

    @Test
    void a_chain_with_a_link_missing() {
        List<X509Certificate> chain = certify(ours(), SEAL);

        refuses(
                List.of(chain.get(0), BankFixture.authority().root()),
                5,
                "The certificate of the issuer (CN=Portnøkkel Test Business CA",
                "one more --chain");
    }

    @Test
    void a_leaf_alone() {
        refuses(
                certify(ours(), SEAL).subList(0, 1),
                5,
                "Portnøkkel Test Business CA",
                "Append the issuer's certificate");
    }

    @Test
    void authorities_alone() {
        TestAuthority authority = BankFixture.authority();

        refuses(
                List.of(authority.issuing(), authority.root()),
                5,
                "the organisation's own is missing",
                "one more --chain");
    }

    @Test
    void a_certificate_that_nobody_issued() {
        refuses(placeholder, 5, "signed by itself", "from the request");
    }

    @Test
    void an_expired_certificate() {
        OrganisationCertificate expired = SEAL.valid(now.minus(20, ChronoUnit.DAYS), now.minus(10, ChronoUnit.DAYS));

        refuses(certify(ours(), expired), 5, "expired on", "portnokkel-hsm csr");
    }

    @Test
    void a_certificate_whose_time_has_not_come() {
        OrganisationCertificate later = SEAL.valid(now.plus(10, ChronoUnit.DAYS), now.plus(20, ChronoUnit.DAYS));

        refuses(certify(ours(), later), 5, "is not valid before", "Wait until then");
    }

    @Test
    void the_certificate_for_encryption() {
        refuses(certify(ours(), SEAL.with(Usage.ENCRYPTION)), 5, "for encryption only", "signing or authentication");
    }

    @Test
    void the_certificate_of_another_organisation() {
        OrganisationCertificate theirs = OrganisationCertificate.seal("974760673", "Andrebanken AS");

        refuses(
                certify(ours(), theirs),
                5,
                "belongs to organisation 974760673, not 310167398",
                "correct the number (--organisation",
                "--organisation",
                OfficerTerminal.ORGANISATION);
    }

    @Test
    void an_elliptic_certificate() throws GeneralSecurityException {
        refuses(certify(softwareKey("EC"), SEAL), 5, "type EC, not RSA", "portnokkel-hsm csr");
    }

    @Test
    void a_file_without_certificates() {
        String file = officer.saves("notes.txt", "-----BEGIN NOTES-----\nbuy milk\n-----END NOTES-----\n")
                .toString();

        assertThat(officer.runs("import", "--key", "seal", "--chain", file)).isEqualTo(5);
        assertThat(officer.err()).contains("notes.txt holds no certificate", "PEM");
        assertThat(officer.runs("import", "--key", "seal", "--chain", file + ".absent"))
                .isEqualTo(2);
    }

    @Test
    void an_unknown_key() {
        assertThat(officer.imports("typo", certify(ours(), SEAL))).isEqualTo(5);
        assertThat(officer.err()).contains("\"typo\"", "It has: seal.");
    }

    @Test
    void a_number_with_a_wrong_check_digit() {
        assertThat(officer.imports("seal", certify(ours(), SEAL), "--organisation", "310167397"))
                .isEqualTo(2);
        assertThat(officer.err()).contains("wrong check digit");
    }

    private void refuses(List<X509Certificate> chain, int exit, String what, String remedy, String... more) {
        assertThat(officer.imports("seal", chain, more)).isEqualTo(exit);
        assertThat(officer.err()).contains(what, remedy);
        assertThat(officer.out()).isEmpty();
    }

    private PublicKey ours() {
        return placeholder.get(0).getPublicKey();
    }

    private static List<X509Certificate> certify(PublicKey key, OrganisationCertificate what) {
        return BankFixture.authority().certify(key, what);
    }

    private static PublicKey softwareKey(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(kind.equals("EC") ? 256 : 2048);
        return generator.generateKeyPair().getPublic();
    }
}
