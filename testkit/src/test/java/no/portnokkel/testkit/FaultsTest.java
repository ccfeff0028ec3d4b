package no.portnokkel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault, set at {@code /twin/faults}, as an HTTP client sees it. */
@Timeout(60) // seconds
class FaultsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(
            plan -> plan.clock(Clock.fixed(NOW, ZoneOffset.UTC)).client(GrantClient.CLIENT));

    private final HttpClient http = HttpClient.newHttpClient();
    private final GrantClient bank = new GrantClient(MASKINPORTEN.twin(), NOW);

    @Test
    void a_status_is_sent_for_the_given_number_of_calls() {
        next("{'fault':'status','status':503,'times':2}", "{'fault':'status','status':429,'retry_after_seconds':7}");

        assertThat(send().statusCode()).isEqualTo(503);
        assertThat(send().statusCode()).isEqualTo(503);
        HttpResponse<String> limited = send();
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).contains("7");
        assertThat(send().statusCode()).isEqualTo(200);
        assertThat(MASKINPORTEN.twin().grantsAccepted()).isEqualTo(4);
    }

    @Test
    void a_response_is_garbage_or_has_the_wrong_type_or_redirects() {
        next(
                "{'fault':'garbage'}",
                "{'fault':'wrong-content-type'}",
                "{'fault':'redirect','location':'http://127.0.0.1:1/'}",
                "{'fault':'refusal','mp':'MP-121'}");

        assertThat(send().body()).isEqualTo("{\"access_token\":\"ey");
        HttpResponse<String> page = send();
        assertThat(page.headers().firstValue("content-type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains("access_token");
        assertThat(send().headers().firstValue("location")).contains("http://127.0.0.1:1/");
        assertThat(send().body()).contains("errors/MP-121");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang-up", "cut-in-body"})
    void a_connection_is_closed(String fault) {
        next("{'fault':'" + fault + "'}");

        assertThatThrownBy(() -> http.send(bank.validRequest().build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(MASKINPORTEN.twin().grantsAccepted()).isEqualTo(1);
    }

    @Test
    void a_hanging_call_gets_no_response_until_the_faults_are_cleared() {
        next("{'fault':'hang'}", "{'fault':'hang'}");

        assertThatThrownBy(() -> http.send(
                        bank.validRequest().timeout(Duration.ofMillis(200)).build(), BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        CompletableFuture<HttpResponse<String>> call =
                http.sendAsync(bank.validRequest().build(), BodyHandlers.ofString());
        while (MASKINPORTEN.twin().faults().waiting() < 2) {
            Thread.onSpinWait();
        }
        assertThat(call).isNotDone();
        bank.delete("twin/faults");
        assertThat(call.join().statusCode()).isEqualTo(200);
    }

    @Test
    void a_slow_response_is_delayed_and_a_dripping_one_takes_longer() {
        next("{'fault':'slow','millis':150}", "{'fault':'drip','millis':1}");

        assertThat(timeOf(() -> assertThat(send().statusCode()).isEqualTo(200)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
        assertThat(timeOf(() -> assertThat(send().body()).contains("expires_in").endsWith("}")))
                .isGreaterThanOrEqualTo(Duration.ofMillis(500)); // a token has over 500 bytes
    }

    @Test
    void a_huge_body_is_generated_while_it_is_sent() throws IOException, InterruptedException {
        next("{'fault':'huge'}");

        HttpResponse<InputStream> answer = http.send(bank.validRequest().build(), BodyHandlers.ofInputStream());

        long bytes = 0;
        byte[] block = new byte[65_536];
        try (InputStream body = answer.body()) {
            for (int read = body.read(block); read >= 0; read = body.read(block)) {
                bytes += read;
            }
        }
        assertThat(bytes).isEqualTo(1L << 30);
        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(1L << 30);
    }

    @Test
    void a_wrong_clock_affects_the_date_header_and_the_checks() {
        put("{'clock_off_seconds':-11}");
        HttpResponse<String> early = send();
        assertThat(early.headers().firstValue("date")).contains("Tue, 24 Nov 2026 11:59:49 GMT");
        assertThat(early.body()).contains("Issue time is in the future");

        put("{'clock_off_seconds':131}");
        assertThat(send().body()).contains("MP-130");

        put("{'clock_off_seconds':0,'token_lifetime_seconds':2}");
        assertThat(GrantClient.json(send())).containsEntry("expires_in", 2L);
    }

    @Test
    void the_fault_for_all_calls_applies_until_it_is_deleted() {
        put("{'always':{'fault':'status','status':500},'delay_millis':1}");
        assertThat(send().statusCode()).isEqualTo(500);
        assertThat(send().statusCode()).isEqualTo(500);
        assertThat(bank.get(MASKINPORTEN.twin().address().resolve("twin/faults"), "")
                        .body())
                .contains("\"always\":true", "\"delay_millis\":1");
        assertThat(bank.delete("twin/faults").body()).contains("\"always\":false");
        assertThat(send().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'nxet':[]}",
                "{'next':[{'fault':'slwo'}]}",
                "{'next':[{'fault':'status'}]}",
                "{'next':[{'fault':'status','status':0}]}",
                "{'next':[{'fault':'garbage','times':0}]}",
                "{'next':[{'fault':'hang','times':1000001}]}",
                "{'token_lifetime_seconds':0}",
                "{'next':[{'fault':'huge','bytes':1}]}",
                "{'next':[{'fault':'refusal','mp':'MP-999'}]}",
                "{'always':{'fault':'status','status':500.5}}"
            })
    void an_invalid_fault_changes_nothing(String wrong) {
        put("{'always':{'fault':'status','status':500}}");

        HttpResponse<String> answer = bank.put("twin/faults", wrong.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":");
        assertThat(send().statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> send() {
        return bank.send(bank.claims());
    }

    private void next(String... faults) {
        put("{'next':[" + String.join(",", faults) + "]}");
    }

    private void put(String faults) {
        assertThat(bank.put("twin/faults", faults.replace('\'', '"')).statusCode())
                .isEqualTo(200);
    }

    private static Duration timeOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
