package no.portnokkel.runtime;

import static no.portnokkel.runtime.TwoTwinsFixture.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The security officer mends a certificate beside its key while the application runs. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class MendedCertificateTest {

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    @TempDir
    Path directory;

    @Test
    void a_certificate_that_replaces_a_rejected_one_is_used_without_a_restart() throws Exception {
        SoftHsmToken hsm = Bank.emptyHsm(directory, "mended");
        hsm.generateKey("seal", key -> Bank.certify(key, OrganisationCertificate.seal("974761076", "Nabobanken AS")));
        try (PortnokkelOperations portnokkel = new BankConfig(hsm, directory.resolve("data"))
                .in("first", MASKINPORTEN.twin())
                .start()) {
            await().until(() -> codes(portnokkel).contains(ProblemCode.CERTIFICATE_WRONG_ORGANISATION));

            KeyStore token = hsm.keyStore();
            PublicKey key = token.getCertificate("seal").getPublicKey();
            token.setKeyEntry(
                    "seal", token.getKey("seal", null), null, Bank.certify(key).toArray(X509Certificate[]::new));

            await().atMost(Duration.ofMinutes(1)).until(portnokkel::isReady);
            assertThat(portnokkel
                            .tokens()
                            .get(TokenRequest.forScope("skatteetaten:inntekt"))
                            .value())
                    .isNotEmpty();
        }
    }
}
