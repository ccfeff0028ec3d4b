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
import java.time.Duration;
import java.time.Instant;
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

@Timeout(60) // seconds; no test waits for time to pass
class MaskinportenTwinTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.create(new ManualClock(NOW), new SecureRandom());
    private static final URI INCOME_OF_A_PERSON = URI.create("25922947409/oppgave/inntekt");

    private final ManualClock clock = new ManualClock(NOW);
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
    void a_valid_grant_gets_a_token_with_the_expected_claims() throws ParseException, JOSEException {
        HttpResponse<String> answer = bank.send(bank.claims());

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
    void consumer_resource_person_and_details_of_the_grant_are_in_the_token() throws ParseException {
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
    void of_fifty_concurrent_copies_of_a_grant_one_gets_a_token() {
        String assertion = bank.signer().sign(bank.header(), bank.claims());

        List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> bank.send(assertion), task -> new Thread(task).start()))
                .limit(50)
                .toList();

        assertThat(calls.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnlyOnce(200)
                .hasSize(50);
        assertThat(twin.grantsAccepted()).isEqualTo(1);
        assertThat(twin.lastGrant().orElseThrow().code()).isIn(Optional.of("MP-012"), Optional.empty());
    }

    @Test
    void an_old_grant_is_accepted_until_ten_seconds_after_its_expiry() {
        clock.advance(Duration.ofSeconds(130));
        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
        assertThat(twin.lastGrant().orElseThrow().warnings())
                .containsExactlyInAnyOrder(Warning.OLD_ISSUE_TIME, Warning.EXPIRED_WITHIN_TOLERANCE);
        clock.advance(Duration.ofSeconds(1));
        assertThat(bank.send(bank.claims()).body()).contains("MP-130");
    }

    @Test
    void not_before_is_accepted_and_recorded() {
        assertThat(bank.send(with(bank.claims(), "nbf", NOW.getEpochSecond())).statusCode())
                .isEqualTo(200);
        assertThat(twin.lastGrant().orElseThrow().carriesNotBefore()).isTrue();
    }

    @Test
    void queued_faults_are_used_in_order_before_correct_responses() {
        twin.faults().next(ScriptedAnswer.refusal("MP-121"));
        twin.faults().next(ScriptedAnswer.refusal(KnownRefusal.CONSENT_REFUSED, "AM-11: The consent is revoked"));
        twin.faults().next(2, ScriptedAnswer.status(503, Duration.ofSeconds(7)));
        twin.faults().next(ScriptedAnswer.garbage());
        twin.faults().next(ScriptedAnswer.redirect(URI.create("http://127.0.0.1:1/token")));

        assertThat(bank.send(bank.claims()).body()).contains("Expired key", "MP-121");
        assertThat(bank.send(bank.claims()).body()).contains("AM-11").doesNotContain("error_uri");
        assertThat(bank.send(bank.claims()).headers().firstValue("retry-after")).contains("7");
        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(503);
        assertThat(bank.send(bank.claims()).body()).doesNotEndWith("}");
        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(307);
        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_grant_counts_as_used_even_if_the_response_was_a_fault() {
        String assertion = bank.signer().sign(bank.header(), bank.claims());
        twin.faults().next(ScriptedAnswer.status(503));

        assertThat(bank.send(assertion).statusCode()).isEqualTo(503);
        assertThat(bank.send(assertion).body()).contains("MP-012");
    }

    @Test
    void a_response_can_be_held_back_and_a_connection_closed() {
        twin.faults().hold();
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> bank.send(bank.claims()), task -> new Thread(task).start());
        while (twin.faults().waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThat(call).isNotDone();
        twin.faults().release();
        assertThat(call.join().statusCode()).isEqualTo(200);

        twin.faults().always(ScriptedAnswer.hangUp());
        assertThatThrownBy(() -> bank.send(bank.claims())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_restarted_twin_has_the_same_port_and_state() {
        String token = bank.token(bank.claims());
        twin.stop();
        assertThatThrownBy(() -> bank.send(bank.claims())).isInstanceOf(UncheckedIOException.class);
        twin.start();

        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
        assertThat(bank.get(twin.incomeApi().resolve(INCOME_OF_A_PERSON), token).statusCode())
                .isEqualTo(200);
        assertThat(twin.grantsAccepted()).isEqualTo(2);
    }

    @Test
    void a_twin_can_be_restarted_immediately_after_it_has_stopped() {
        for (int restart = 0; restart < 200; restart++) {
            twin.stop();
            twin.start();
        }

        assertThat(bank.send(bank.claims()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_port_in_use_is_named_in_the_exception() {
        assertThatThrownBy(() ->
                        MaskinportenTwin.builder().port(twin.issuer().getPort()).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining(Integer.toString(twin.issuer().getPort()));
    }

    @Test
    void the_income_api_requires_an_unexpired_token_with_its_scope_and_no_other_audience() {
        URI income = twin.incomeApi().resolve(INCOME_OF_A_PERSON);
        String validToken = bank.token(bank.claims());
        String otherScope = bank.token(with(bank.claims(), "scope", "bits:kundeforhold"));
        String otherAudience = bank.token(with(bank.claims(), "resource", List.of("https://other.no/")));

        assertThat(bank.get(income, validToken).body()).contains("\"norskident\":\"25922947409\"", "beloep");
        assertThat(bank.get(income, otherScope).statusCode()).isEqualTo(403);
        assertThat(bank.get(income, otherScope).body()).contains("IM-005");
        assertThat(bank.get(income, otherAudience).statusCode()).isEqualTo(401);
        assertThat(bank.get(income, validToken + "x").body()).contains("IM-004");
        assertThat(bank.get(twin.incomeApi().resolve("123/oppgave/inntekt"), validToken)
                        .statusCode())
                .isEqualTo(404);
        clock.advance(Duration.ofMinutes(2));
        assertThat(bank.get(income, validToken).statusCode()).isEqualTo(401);
        assertThat(twin.incomesAnswered()).isEqualTo(1);
    }

    @Test
    void the_addresses_for_banks_require_the_persons_consent() {
        URI income = twin.incomeApi().resolve("sbl/" + INCOME_OF_A_PERSON);
        URI summary = twin.taxSummaryApi().resolve("sbl/2025/25922947409");
        Map<String, Object> consent = Map.of(
                "type", "urn:altinn:consent",
                "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                "from", "urn:altinn:person:identifier-no:25922947409");
        Map<String, Object> withConsent = with(bank.claims(), "authorization_details", List.of(consent));
        String both = "skatteetaten:inntekt skatteetaten:summertskattegrunnlag";
        String tokenWithConsent = bank.token(with(withConsent, "scope", both));
        String tokenWithoutConsent = bank.token(with(bank.claims(), "scope", both));

        assertThat(bank.get(income, tokenWithConsent).statusCode()).isEqualTo(200);
        assertThat(bank.get(summary, tokenWithConsent).body()).contains("samledeLoennsinntekter");
        assertThat(bank.get(income, tokenWithoutConsent).body()).contains("IM-010");
        assertThat(bank.get(summary, tokenWithoutConsent).body()).contains("SSG-010");
        assertThat(bank.get(twin.incomeApi().resolve("sbl/12857910093/oppgave/inntekt"), tokenWithConsent)
                        .body())
                .as("another person's")
                .contains("IM-010");
    }

    @Test
    void the_list_of_grants_shows_neither_certificates_nor_persons_numbers() {
        Map<String, Object> claims = with(bank.claims(), "pid", "25922947409");
        claims.put(
                "authorization_details",
                List.of(Map.of(
                        "type", "urn:altinn:consent",
                        "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                        "from", "urn:altinn:person:identifier-no:25922947409")));
        bank.send(claims);
        bank.send(with(bank.claims(), "pid", 25922947409L));
        bank.send(with(with(bank.claims(), "iss", "nobody"), "accepted", true));

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
    void the_metadata_names_the_issuer_and_the_endpoints() {
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
}
