package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens that other tools have used: SunPKCS11 identifies objects by names and public keys and would confuse them.
 */
@UsesSoftHsm
class CrowdedTokenTest {
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS");

    @TempDir
    Path directory;

    @Test
    void a_certificate_that_lies_under_another_label_already_is_refused() throws IOException, GeneralSecurityException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "crowded-stray");
        officer.generates("seal");
        Path stray = Files.write(
                directory.resolve("stray.der"),
                officer.isCertified("seal").get(0).getEncoded());
        officer.pkcs11Tool("--write-object", stray.toString(), "--type", "cert", "--id", "77", "--label", "stray");
        String before = officer.listing();

        assertThat(officer.imports("seal", officer.isCertified("seal"))).isEqualTo(5);

        assertThat(officer.err()).contains("under the label \"stray\"", "vendor's tool");
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void a_key_without_a_certificate_is_listed_and_its_label_is_taken() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "crowded-orphan");
        officer.pkcs11Tool(
                "--keypairgen", "--key-type", "EC:prime256v1", "--id", "55", "--label", "orphan", "--usage-sign");
        String before = officer.listing();

        assertThat(officer.runs("keys")).isZero();
        assertThat(officer.out())
                .startsWith("orphan\n")
                .containsPattern("type +EC\\s")
                .containsPattern("certificate +none");
        assertThat(officer.runs("generate", "--key", "orphan")).isEqualTo(6);
        assertThat(officer.listing()).isEqualTo(before);
    }

    @Test
    void an_issuer_of_the_same_name_with_another_key_is_refused() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "crowded-issuer");
        officer.generates("seal");
        TestAuthority first = TestAuthority.create(Clock.systemUTC(), new SameNames());
        TestAuthority second = TestAuthority.create(Clock.systemUTC(), new SameNames());
        officer.token().generateKey("older", key -> first.certify(key, SEAL));
        String before = officer.listing();

        assertThat(officer.imports(
                        "seal", second.certify(officer.requests("seal").key(), SEAL)))
                .isEqualTo(5);

        assertThat(officer.err()).contains("another certificate with the issuer's name", "Check the chain");
        assertThat(officer.listing()).isEqualTo(before);
    }

    /** Gives every authority the same names but different keys. */
    private static final class SameNames extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private static final int MARK_BYTES = 4;

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length > MARK_BYTES) {
                super.nextBytes(bytes);
            }
        }
    }
}
