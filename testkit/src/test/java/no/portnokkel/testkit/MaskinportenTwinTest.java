package no.portnokkel.testkit;

import static no.portnokkel.testkit.Signer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.grant.Warning;
import no.portnokkel.testkit.refusal.KnownRefusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // seconds; nothing here waits for time to pass
class MaskinportenTwinTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.create(new MovedClock(NOW), new SecureRandom());
    private static final URI INCOME_OF_A_PERSON = URI.create("25922947409/oppgave/inntekt");

    private final MovedClock clock = new MovedClock(NOW);
    private final MaskinportenTwin twin = MaskinportenTwin.builder()
            .authority(AUTHORITY)
            .clock(clock)
            .client(GrantClient.CLIENT)
            .start();
    private final GrantClient bank = new GrantClient(twin, NOW);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void a_good_grant_gets_a_token_that_says_whose_it_is() throws ParseException, JOSEException {
        HttpResponse<String> answer = bank.present(bank.claims());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("date")).contains("Tue, 24 Nov 2026 12:00:00 GMT");
        Map<String, Object> body = GrantClient.json(answer);
        assertThat(body)
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 120L)
                .containsEntry("scope", "skatteetaten:inntekt");
        JWSObject token = JWSObject.parse(String.valueOf(body.get("access_token")));
        JWKSet keys = JWKSet.parse(bank.get(twin.jwksUri(), "").body());
        assertThat(token.verify(new RSASSAVerifier(keys.getKeys().get(0).toRSAKey())))
                .isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo(keys.getKeys().get(0).getKeyID());
        assertThat(claimsOf(token))
                .containsEntry("iss", twin.issuer().toString())
                .containsEntry("consumer", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:310167398"))
                .containsEntry("client_amr", "virksomhetssertifikat")
                .containsEntry("client_id", "bank-client")
                .containsEntry("scope", "skatteetaten:inntekt")
                .containsEntry("token_type", "Bearer")
                .containsEntry("iat", NOW.getEpochSecond())
                .containsEntry("exp", NOW.getEpochSecond() + 120)
                .doesNotContainKeys("aud", "supplier", "pid", "authorization_details");
    }

    @Test
    void what_was_asked_for_beside_the_scope_stands_in_the_token() throws ParseException {
        twin.registry().delegate("974760673", GrantClient.NUMBER, "skatteetaten:inntekt");
        Map<String, Object> claims = with(bank.claims(), "consumer_org", "974760673");
        claims.put("resource", List.of("https://bank.no/dsop/"));
        claims.put("pid", "25922947409");
        claims.put(
                "authorization_details",
                List.of(Map.of(
                        "type", "urn:altinn:consent",
                        "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                        "from", "urn:altinn:person:identifier-no:25922947409")));

        Map<String, Object> token = claimsOf(JWSObject.parse(bank.token(claims)));

        assertThat(token)
                .containsEntry("consumer", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:974760673"))
                .containsEntry("supplier", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:310167398"))
                .containsEntry("delegation_source", "https://tt02.altinn.no/")
                .containsEntry("aud", "https://bank.no/dsop/")
                .containsEntry("pid", "25922947409");
        assertThat(String.valueOf(token.get("authorization_details")))
                .contains("77ed8698-e619-4066-9eb4-5c1eb3f165a1", "0192:974760673", "consentRights");
    }

    @Test
    void of_fifty_that_send_the_same_grant_at_once_one_gets_a_token() {
        String assertion = bank.signer().sign(bank.header(), bank.claims());

        List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> bank.present(assertion)))
                .limit(50)
                .toList();

        assertThat(calls.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnlyOnce(200)
                .hasSize(50);
        assertThat(twin.grantsAccepted()).isEqualTo(1);
        assertThat(twin.lastGrant().orElseThrow().code()).isIn(Optional.of("MP-012"), Optional.empty());
    }

    @Test
    void an_old_grant_is_good_until_ten_seconds_after_its_expiry() {
        clock.passes(Duration.ofSeconds(130));
        assertThat(bank.present(bank.claims()).statusCode()).isEqualTo(200);
        assertThat(twin.lastGrant().orElseThrow().notes())
                .containsExactlyInAnyOrder(Warning.OLD_ISSUE_TIME, Warning.EXPIRED_WITHIN_TOLERANCE);
        clock.passes(Duration.ofSeconds(1));
        assertThat(bank.present(bank.claims()).body()).contains("MP-130");
    }

    @Test
    void not_before_is_counted_and_not_refused() {
        assertThat(bank.present(with(bank.claims(), "nbf", NOW.getEpochSecond()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(twin.lastGrant().orElseThrow().carriesNotBefore()).isTrue();
    }

    @Test
    void a_script_is_played_before_the_truth_returns() {
        twin.faults().next(ScriptedAnswer.refusal("MP-121"));
        twin.faults().next(ScriptedAnswer.refusal(KnownRefusal.CONSENT_REFUSED, "AM-11: The consent is revoked"));
        twin.faults().next(2, ScriptedAnswer.status(503, Duration.ofSeconds(7)));
        twin.faults().next(ScriptedAnswer.garbage());
        twin.faults().next(ScriptedAnswer.redirect(URI.create("http://127.0.0.1:1/token")));

        assertThat(bank.present(bank.claims()).body()).contains("Expired key", "MP-121");
        assertThat(bank.present(bank.claims()).body()).contains("AM-11").doesNotContain("error_uri");
        assertThat(bank.present(bank.claims()).headers().firstValue("retry-after"))
                .contains("7");
        assertThat(bank.present(bank.claims()).statusCode()).isEqualTo(503);
        assertThat(bank.present(bank.claims()).body()).doesNotEndWith("}");
        assertThat(bank.present(bank.claims()).statusCode()).isEqualTo(307);
        assertThat(bank.present(bank.claims()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_grant_whose_answer_was_a_failure_is_used_all_the_same() {
        String assertion = bank.signer().sign(bank.header(), bank.claims());
        twin.faults().next(ScriptedAnswer.status(503));

        assertThat(bank.present(assertion).statusCode()).isEqualTo(503);
        assertThat(bank.present(assertion).body()).contains("MP-012");
    }

    @Test
    void an_answer_can_be_held_back_and_a_connection_cut() {
        twin.faults().hold();
        CompletableFuture<HttpResponse<String>> call = CompletableFuture.supplyAsync(() -> bank.present(bank.claims()));
        while (twin.faults().waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThat(call).isNotDone();
        twin.faults().release();
        assertThat(call.join().statusCode()).isEqualTo(200);

        twin.faults().always(ScriptedAnswer.hangUp());
        assertThatThrownBy(() -> bank.present(bank.claims())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_stopped_twin_comes_back_on_its_port_with_its_memory() {
        String token = bank.token(bank.claims());
        twin.stop();
        assertThatThrownBy(() -> bank.present(bank.claims())).isInstanceOf(UncheckedIOException.class);
        twin.start();

        assertThat(bank.present(bank.claims()).statusCode()).isEqualTo(200);
        assertThat(bank.get(twin.incomeApi().resolve(INCOME_OF_A_PERSON), token).statusCode())
                .isEqualTo(200);
        assertThat(twin.grantsAccepted()).isEqualTo(2);
    }

    @Test
    void a_twin_can_be_started_the_moment_it_has_stopped() {
        for (int restart = 0; restart < 200; restart++) {
            twin.stop();
            twin.start();
        }

        assertThat(bank.present(bank.claims()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_taken_port_says_so() {
        assertThatThrownBy(() ->
                        MaskinportenTwin.builder().port(twin.issuer().getPort()).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining(Integer.toString(twin.issuer().getPort()));
    }

    @Test
    void the_income_api_wants_a_fresh_token_for_its_scope_and_for_itself() {
        URI income = twin.incomeApi().resolve(INCOME_OF_A_PERSON);
        String good = bank.token(bank.claims());
        String otherScope = bank.token(with(bank.claims(), "scope", "bits:kundeforhold"));
        String otherAudience = bank.token(with(bank.claims(), "resource", List.of("https://other.no/")));

        assertThat(bank.get(income, good).body()).contains("\"norskident\":\"25922947409\"", "beloep");
        assertThat(bank.get(income, otherScope).statusCode()).isEqualTo(403);
        assertThat(bank.get(income, otherScope).body()).contains("IM-005");
        assertThat(bank.get(income, otherAudience).statusCode()).isEqualTo(401);
        assertThat(bank.get(income, good + "x").body()).contains("IM-004");
        assertThat(bank.get(twin.incomeApi().resolve("123/oppgave/inntekt"), good)
                        .statusCode())
                .isEqualTo(404);
        clock.passes(Duration.ofMinutes(2));
        assertThat(bank.get(income, good).statusCode()).isEqualTo(401);
        assertThat(twin.incomesAnswered()).isEqualTo(1);
    }

    @Test
    void banks_need_the_persons_consent_for_income_and_tax_summary() {
        URI income = twin.incomeApi().resolve("sbl/" + INCOME_OF_A_PERSON);
        URI summary = twin.taxSummaryApi().resolve("sbl/2025/25922947409");
        Map<String, Object> consent = Map.of(
                "type", "urn:altinn:consent",
                "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                "from", "urn:altinn:person:identifier-no:25922947409");
        Map<String, Object> withConsent = with(bank.claims(), "authorization_details", List.of(consent));
        String both = "skatteetaten:inntekt skatteetaten:summertskattegrunnlag";
        String consented = bank.token(with(withConsent, "scope", both));
        String bare = bank.token(with(bank.claims(), "scope", both));

        assertThat(bank.get(income, consented).statusCode()).isEqualTo(200);
        assertThat(bank.get(summary, consented).body()).contains("samledeLoennsinntekter");
        assertThat(bank.get(income, bare).body()).contains("IM-010");
        assertThat(bank.get(summary, bare).body()).contains("SSG-010");
        assertThat(bank.get(twin.incomeApi().resolve("sbl/12857910093/oppgave/inntekt"), consented)
                        .body())
                .as("another person's")
                .contains("IM-010");
    }

    @Test
    void the_control_address_shows_grants_without_their_secrets() {
        Map<String, Object> claims = with(bank.claims(), "pid", "25922947409");
        claims.put(
                "authorization_details",
                List.of(Map.of(
                        "type", "urn:altinn:consent",
                        "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                        "from", "urn:altinn:person:identifier-no:25922947409")));
        bank.present(claims);
        bank.present(with(bank.claims(), "pid", 25922947409L));
        bank.present(with(with(bank.claims(), "iss", "nobody"), "accepted", true));

        String shown = bank.get(twin.issuer().resolve("twin/grants"), "").body();

        assertThat(shown)
                .contains(
                        "\"received\":3",
                        "\"accepted\":1",
                        "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                        "\"pid\":\"***********\"",
                        "\"iss\":\"bank-client\"",
                        "\"mp\":\"MP-100\"")
                .doesNotContain("25922947409")
                .doesNotContain("x5c")
                .containsOnlyOnce("\"accepted\":true");
        assertThat(twin.grants().toString()).doesNotContain("25922947409").doesNotContain("MII");
    }

    @Test
    void the_metadata_leads_to_everything_else() {
        Map<String, Object> metadata =
                GrantClient.json(bank.get(twin.issuer().resolve(".well-known/oauth-authorization-server"), ""));

        assertThat(metadata)
                .containsEntry("issuer", twin.issuer().toString())
                .containsEntry("token_endpoint", twin.tokenEndpoint().toString())
                .containsEntry("jwks_uri", twin.jwksUri().toString())
                .doesNotContainKey("authorization_endpoint");
    }

    private static Map<String, Object> claimsOf(JWSObject token) {
        return token.getPayload().toJSONObject();
    }

    /** Moved by hand. */
    private static final class MovedClock extends Clock {
        private volatile Instant now;

        MovedClock(Instant start) {
            this.now = start;
        }

        void passes(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("One zone is enough.");
        }
    }
}
