package no.portnokkel.runtime;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A certificate of an authority of one's own in Digdir's environment. Nothing is sent there: the proxy does not exist. */
@ResourceLock("softhsm2")
class UnknownIssuerTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    @TempDir
    Path directory;

    @Test
    void the_status_warns_of_an_issuer_that_digdir_is_not_known_to_accept() {
        SoftHsmToken hsm = SoftHsmToken.create(directory, "unknown-issuer", "8246097531");
        hsm.generateKey(
                "seal", key -> AUTHORITY.certify(key, OrganisationCertificate.seal(BankConfig.OWNER, "Testbanken AS")));
        BankConfig bank = new BankConfig(hsm, directory.resolve("data"))
                .with("environment", "test")
                .with("environments.test.client-id", BankConfig.CLIENT)
                .with("environments.test.organisation-number", BankConfig.OWNER)
                .with("environments.test.key", "seal")
                .with("http.proxy", "http://127.0.0.1:9");

        try (PortnokkelOperations portnokkel = bank.start()) {
            await().until(() -> codes(portnokkel).contains(ProblemCode.CERTIFICATE_ISSUER_UNKNOWN));
        }
    }

    private static List<ProblemCode> codes(PortnokkelOperations portnokkel) {
        return portnokkel.problems().stream().map(Problem::code).toList();
    }
}
