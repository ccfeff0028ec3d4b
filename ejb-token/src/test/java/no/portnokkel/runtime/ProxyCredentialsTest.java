package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.http.ProxyDouble;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.TokenStatistics.Reachability;
import no.portnokkel.secrets.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A proxy that asks for credentials, between the bank and Maskinporten. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class ProxyCredentialsTest extends TwoTwinsFixture {
    private static final String PASSWORD = "blåbær-7391";

    @TempDir
    Path secrets;

    @Test
    void with_the_right_credentials_tokens_are_issued() throws IOException {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PASSWORD);
                PortnokkelOperations portnokkel = through(proxy, PASSWORD)) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();

            assertThat(portnokkel.problems()).isEmpty();
            assertThat(proxy.requests()).isNotEmpty();
        }
    }

    @Test
    void a_wrong_password_is_the_operators_problem_with_the_proxy_and_not_a_refusal_by_maskinporten()
            throws IOException {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        LogCapture capture = LogCapture.start((entry, text) -> log.add(text));
        try (capture;
                ProxyDouble proxy = ProxyDouble.basic("kari", "another");
                PortnokkelOperations portnokkel = through(proxy, PASSWORD)) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> {
                        Problem problem = refused.problem();
                        assertThat(problem.code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE);
                        assertThat(problem.owner()).isEqualTo(Owner.OPERATOR);
                        assertThat(problem.detail().en())
                                .contains(proxy.address(), "407", "Maskinporten was not reached");
                        assertThat(problem.detail().no()).contains(proxy.address(), "407");
                        assertThat(problem.remedy().en())
                                .contains(
                                        "portnokkel.http.proxy-user", "portnokkel.http.proxy-password-file", "restart");
                        log.add(stackTrace(refused));
                    });
            assertThat(FIRST.twin().grantsReceived()).isZero();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.FAILED);
            assertThat(codes(portnokkel)).contains(ProblemCode.MASKINPORTEN_UNREACHABLE);
            assertThat(portnokkel.tokenCounts().refused()).isZero();
        }
        assertThat(String.join("\n", log))
                .contains("407")
                .doesNotContain(PASSWORD, Base64.getEncoder().encodeToString(("kari:" + PASSWORD).getBytes(UTF_8)));
    }

    @Test
    void a_wrong_password_is_presented_once_a_grant_and_waiting_callers_share_the_answer() throws IOException {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", "another");
                PortnokkelOperations portnokkel = through(proxy, PASSWORD)) {
            for (int caller = 0; caller < 200; caller++) {
                assertThatExceptionOfType(TokenUnavailableException.class)
                        .isThrownBy(() -> portnokkel.tokens().get(INCOME));
            }
            assertThat(proxy.tries()).isLessThan(20);
        }
    }

    private PortnokkelOperations through(ProxyDouble proxy, String password) throws IOException {
        Path file = Files.writeString(secrets.resolve("proxy-password"), password + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return bank.with("http.proxy", proxy.address())
                .with("http.proxy-user", "kari")
                .with("http.proxy-password-file", file.toString())
                .start();
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
