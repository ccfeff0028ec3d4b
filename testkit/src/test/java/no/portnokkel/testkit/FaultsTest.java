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

/** Every fault as a plain client sees it, switched on at the control address. */
@Timeout(60) // seconds
class FaultsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(
            plan -> plan.clock(Clock.fixed(NOW, ZoneOffset.UTC)).client(GrantClient.CLIENT));

    private final HttpClient http = HttpClient.newHttpClient();
    private final GrantClient bank = new GrantClient(MASKINPORTEN.twin(), NOW);

    @Test
    void a_gateway_fails_as_often_as_it_is_told() {
        next("{'fault':'status','status':503,'times':2}", "{'fault':'status','status':429,'retry_after_seconds':7}");

        assertThat(present().statusCode()).isEqualTo(503);
        assertThat(present().statusCode()).isEqualTo(503);
        HttpResponse<String> limited = present();
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).contains("7");
        assertThat(present().statusCode()).isEqualTo(200);
        assertThat(MASKINPORTEN.twin().grantsAccepted()).isEqualTo(4);
    }

    @Test
    void an_answer_is_garbage_or_wears_the_wrong_type_or_leads_astray() {
        next(
                "{'fault':'garbage'}",
                "{'fault':'wrong-content-type'}",
                "{'fault':'redirect','location':'http://127.0.0.1:1/'}",
                "{'fault':'refusal','mp':'MP-121'}");

        assertThat(present().body()).isEqualTo("{\"access_token\":\"ey");
        HttpResponse<String> page = present();
        assertThat(page.headers().firstValue("content-type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains("access_token");
        assertThat(present().headers().firstValue("location")).contains("http://127.0.0.1:1/");
        assertThat(present().body()).contains("errors/MP-121");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang-up", "cut-in-body"})
    void a_connection_is_cut(String fault) {
        next("{'fault':'" + fault + "'}");

        assertThatThrownBy(() -> http.send(bank.goodRequest().build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(MASKINPORTEN.twin().grantsAccepted()).isEqualTo(1);
    }

    @Test
    void a_hanging_call_is_not_answered_until_the_faults_are_cleared() {
        next("{'fault':'hang'}", "{'fault':'hang'}");

        assertThatThrownBy(() -> http.send(
                        bank.goodRequest().timeout(Duration.ofMillis(200)).build(), BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        CompletableFuture<HttpResponse<String>> patient =
                http.sendAsync(bank.goodRequest().build(), BodyHandlers.ofString());
        while (MASKINPORTEN.twin().faults().waiting() < 2) {
            Thread.onSpinWait();
        }
        assertThat(patient).isNotDone();
        bank.delete("twin/faults");
        assertThat(patient.join().statusCode()).isEqualTo(200);
    }

    @Test
    void a_slow_answer_comes_late_and_a_dripping_one_later_still() {
        next("{'fault':'slow','millis':150}", "{'fault':'drip','millis':1}");

        assertThat(timeOf(() -> assertThat(present().statusCode()).isEqualTo(200)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
        assertThat(timeOf(() ->
                        assertThat(present().body()).contains("expires_in").endsWith("}")))
                .isGreaterThanOrEqualTo(Duration.ofMillis(500)); // a token has over 500 bytes
    }

    @Test
    void a_gigabyte_is_sent_by_a_twin_that_never_has_it() throws IOException, InterruptedException {
        next("{'fault':'huge'}");

        HttpResponse<InputStream> answer = http.send(bank.goodRequest().build(), BodyHandlers.ofInputStream());

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
    void a_wrong_clock_shows_in_the_date_and_in_the_judgement() {
        put("{'clock_off_seconds':-11}");
        HttpResponse<String> early = present();
        assertThat(early.headers().firstValue("date")).contains("Tue, 24 Nov 2026 11:59:49 GMT");
        assertThat(early.body()).contains("Issue time is in the future");

        put("{'clock_off_seconds':131}");
        assertThat(present().body()).contains("MP-130");

        put("{'clock_off_seconds':0,'token_lifetime_seconds':2}");
        assertThat(GrantClient.json(present())).containsEntry("expires_in", 2L);
    }

    @Test
    void a_standing_fault_holds_until_it_is_deleted() {
        put("{'always':{'fault':'status','status':500},'delay_millis':1}");
        assertThat(present().statusCode()).isEqualTo(500);
        assertThat(present().statusCode()).isEqualTo(500);
        assertThat(bank.get(MASKINPORTEN.twin().address().resolve("twin/faults"), "")
                        .body())
                .contains("\"always\":true", "\"delay_millis\":1");
        assertThat(bank.delete("twin/faults").body()).contains("\"always\":false");
        assertThat(present().statusCode()).isEqualTo(200);
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
    void a_fault_that_is_not_understood_changes_nothing(String wrong) {
        put("{'always':{'fault':'status','status':500}}");

        HttpResponse<String> answer = bank.put("twin/faults", wrong.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":");
        assertThat(present().statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> present() {
        return bank.present(bank.claims());
    }

    private void next(String... faults) {
        put("{'next':[" + String.join(",", faults) + "]}");
    }

    private void put(String faults) {
        assertThat(bank.put("twin/faults", faults.replace('\'', '"')).statusCode())
                .isEqualTo(200);
    }

    private static Duration timeOf(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
