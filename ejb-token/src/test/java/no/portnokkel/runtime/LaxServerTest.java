package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.runtime.PortnokkelOperations.TrialResult;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A third-party server that is less strict than the twin: an issuer without a final slash, tokens that are valid for an hour. */
@ResourceLock("softhsm2")
class LaxServerTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    private final MockOAuth2Server server = new MockOAuth2Server();

    @TempDir
    Path directory;

    private BankConfig bank;

    @BeforeEach
    void start_bank_and_server() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
        SoftHsmToken hsm = Bank.hsm(directory, "lax-server");
        String issuer = server.issuerUrl("maskinporten").toString();
        bank = new BankConfig(hsm, directory.resolve("data"))
                .in("lax", URI.create(issuer))
                .with("environments.lax.token-endpoint", issuer + "/token")
                .with("environments.lax.jwks-uri", issuer + "/jwks");
    }

    @AfterEach
    void stop_server() {
        server.shutdown();
    }

    @Test
    void its_tokens_are_fetched_and_cached() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            AccessToken token = portnokkel.tokens().get(INCOME);

            assertThat(token.scopes()).isEqualTo(INCOME.scopes());
            assertThat(Duration.between(Instant.now(), token.expiresAt()))
                    .isBetween(Duration.ofSeconds(3_500), Duration.ofSeconds(3_600));
            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(token);
            TrialResult trial = portnokkel.trial(INCOME, false);
            assertThat(trial.cached()).isTrue();
            assertThat(trial.claims())
                    .containsEntry("iss", server.issuerUrl("maskinporten").toString());
            assertThat(portnokkel.tokenCounts().granted()).isEqualTo(1);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }
}
