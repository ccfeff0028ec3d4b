package no.portnokkel.runtime;

import static no.portnokkel.runtime.TwoTwinsFixture.codes;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A certificate of an authority of one's own in Digdir's environment. Nothing is sent there: the proxy does not exist. */
@ResourceLock("softhsm2")
class UnknownIssuerTest {

    @TempDir
    Path directory;

    @Test
    void the_status_warns_of_an_issuer_that_digdir_is_not_known_to_accept() {
        SoftHsmToken hsm = Bank.hsm(directory, "unknown-issuer");
        BankConfig bank = new BankConfig(hsm, directory.resolve("data"))
                .with("environment", "test")
                .with("environments.test.client-id", Bank.CLIENT)
                .with("environments.test.organisation-number", Bank.OWNER)
                .with("environments.test.key", "seal")
                .with("http.proxy", "http://127.0.0.1:9");

        try (PortnokkelOperations portnokkel = bank.start()) {
            await().until(() -> codes(portnokkel).contains(ProblemCode.CERTIFICATE_ISSUER_UNKNOWN));
        }
    }
}
