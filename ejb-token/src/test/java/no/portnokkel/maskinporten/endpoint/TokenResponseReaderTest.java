package no.portnokkel.maskinporten.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Granted;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Invalid;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Refused;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Unavailable;
import no.portnokkel.maskinporten.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenResponseReaderTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final String GRANTED =
            "{\"access_token\":\"aaa.bbb.ccc\",\"token_type\":\"Bearer\",\"expires_in\":119,\"scope\":\"skatteetaten:inntekt\"}";
    private static final String REFUSED =
            "{\"error\":\"invalid_grant\",\"error_description\":\"Expired key (trace_id: 35)\",\"error_uri\":\"https://maskinporten.no/errors/MP-121\"}";

    private static TokenResponse read(int status, String contentType, String body) {
        return TokenResponseReader.read(
                new HttpResponse(status, Optional.of(contentType), body, Optional.empty(), Optional.empty()), INCOME);
    }

    private static TokenResponse json(int status, String body) {
        return read(status, "application/json", body);
    }

    @Test
    void an_endless_lifetime_is_limited_to_a_day() {
        for (String forever : new String[] {"9223372036854775807", "1e300", "1e999999999"}) {
            TokenResponse response = json(200, GRANTED.replace("119", forever));
            if (response instanceof Granted granted) {
                assertThat(granted.expiresIn()).contains(Duration.ofDays(1));
            } else {
                assertThat(response).isInstanceOf(Invalid.class);
            }
        }
    }

    @Test
    void a_token_without_lifetime_or_of_another_type_is_invalid() {
        assertThat(json(200, GRANTED.replace("119", "0"))).isInstanceOf(Invalid.class);
        assertThat(json(200, GRANTED.replace("119", "-5"))).isInstanceOf(Invalid.class);
        assertThat(json(200, GRANTED.replace("Bearer", "DPoP"))).isInstanceOf(Invalid.class);
        assertThat(json(200, GRANTED.replace("aaa.bbb.ccc", "a b\\u0000"))).isInstanceOf(Invalid.class);
        assertThat(read(200, "text/html", GRANTED)).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"expires_in\":null,\"scope\":null}", "{\"expires_in\":null,\"extension\":[1]}"})
    void optional_members_may_be_left_out_if_the_token_says_when_it_expires(String others) {
        String claims = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"exp\":2000000000}".getBytes(UTF_8));
        String required = "{\"access_token\":\"e30." + claims + ".c2ln\",\"token_type\":\"Bearer\"";
        String members = others.equals("{}") ? "}" : "," + others.substring(1);

        assertThat(json(200, required + members)).isInstanceOfSatisfying(Granted.class, granted -> {
            assertThat(granted.expiresIn()).isEmpty();
            assertThat(granted.scopes()).isEqualTo(INCOME.scopes());
            assertThat(granted.lifetime(Instant.ofEpochSecond(1_999_999_880))).isEqualTo(Duration.ofMinutes(2));
        });
    }

    @Test
    void a_token_whose_lifetime_nobody_says_is_invalid() {
        assertThat(json(200, GRANTED.replace(",\"expires_in\":119", "")))
                .isEqualTo(new Invalid("HTTP 200, expires_in"));
    }

    @Test
    void a_refusal_needs_nothing_but_its_error() {
        assertThat(json(400, "{\"error\":\"invalid_grant\"}")).isInstanceOf(Refused.class);
    }

    @Test
    void malformed_scopes_are_replaced_by_the_requested_ones() {
        assertThat(json(200, GRANTED.replace("\"skatteetaten:inntekt\"", "\"what ever\"")))
                .isInstanceOfSatisfying(
                        Granted.class, granted -> assertThat(granted.scopes()).isEqualTo(INCOME.scopes()));
    }

    @Test
    void the_response_of_a_proxy_is_quoted_unless_its_status_is_200() {
        assertThat(read(403, "text/html", "<h1>Blocked by policy 7</h1>"))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.defect()).contains("Blocked by policy 7"));
        assertThat(read(200, "text/html", "secret-token"))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.defect()).doesNotContain("secret"));
    }

    @Test
    void a_hundred_thousand_damaged_responses_are_classified() {
        long seed = 20261124; // fixed, so that a failure can be replayed
        Random random = new Random(seed);
        int[] statuses = {200, 200, 200, 201, 204, 302, 400, 400, 401, 403, 429, 500, 503};
        int granted = 0;
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            String body = damaged(random.nextBoolean() ? GRANTED : REFUSED, random);
            TokenResponse response = json(statuses[random.nextInt(statuses.length)], body);
            assertThat(response).as("seed %d, response %d: %s", seed, i, body).isNotNull();
            granted += response instanceof Granted ? 1 : 0;
            refused += response instanceof Refused ? 1 : 0;
            if (response instanceof Invalid invalid) {
                assertThat(invalid.defect()).hasSizeLessThan(300).doesNotContain("\n");
            }
        }
        assertThat(granted).as("some damaged responses still contain a token").isPositive();
        assertThat(refused).as("some damaged responses still contain a refusal").isPositive();
    }

    @Test
    void deep_nesting_is_invalid_and_causes_no_stack_overflow() {
        assertThat(json(200, "[".repeat(100_000))).isInstanceOf(Invalid.class);
        assertThat(json(200, "{\"a\":".repeat(100_000))).isInstanceOf(Invalid.class);
    }

    @Test
    void a_5xx_or_429_is_an_outage_whatever_it_contains() {
        assertThat(json(503, GRANTED)).isInstanceOf(Unavailable.class);
        assertThat(json(429, REFUSED)).isInstanceOf(Unavailable.class);
    }

    @Test
    void the_boundaries_of_statuses_decide_who_is_asked_to_act() {
        assertThat(json(400, REFUSED)).isInstanceOf(Refused.class);
        assertThat(json(499, REFUSED)).isInstanceOf(Refused.class);
        assertThat(json(500, REFUSED)).isInstanceOf(Unavailable.class);
        assertThat(json(399, REFUSED)).as("a redirect").isInstanceOf(Invalid.class);
        assertThat(json(201, GRANTED)).isEqualTo(new Invalid("HTTP 201, no error: " + GRANTED));
        assertThat(json(400, "{}")).isEqualTo(new Invalid("HTTP 400, no error: {}"));
    }

    @Test
    void a_token_is_made_of_visible_ascii() {
        assertThat(json(200, GRANTED.replace("aaa.bbb.ccc", "!~"))).isInstanceOf(Granted.class);
        assertThat(json(200, GRANTED.replace("aaa.bbb.ccc", "! "))).isEqualTo(new Invalid("HTTP 200, access_token"));
        assertThat(json(200, GRANTED.replace("aaa.bbb.ccc", "!\u007f")))
                .isEqualTo(new Invalid("HTTP 200, access_token"));
        assertThat(json(200, GRANTED.replace("access_token", "token")))
                .isEqualTo(new Invalid("HTTP 200, access_token"));
    }

    @Test
    void each_member_of_a_granted_response_is_read() {
        assertThat(json(200, GRANTED.replace("Bearer", "bearer").replace("inntekt\"", "inntekt nav:aap\"")))
                .isInstanceOfSatisfying(Granted.class, granted -> {
                    assertThat(granted.accessToken()).isEqualTo("aaa.bbb.ccc");
                    assertThat(granted.expiresIn()).contains(Duration.ofSeconds(119));
                    assertThat(granted.scopes())
                            .extracting(Scope::value)
                            .containsExactly("nav:aap", "skatteetaten:inntekt");
                    assertThat(granted.toString()).contains("PT1M59S").doesNotContain("aaa.bbb.ccc");
                });
        assertThat(json(200, GRANTED.replace("Bearer", "DPoP"))).isEqualTo(new Invalid("HTTP 200, token_type"));
        assertThat(json(200, GRANTED.replace("119", "\"119\""))).isEqualTo(new Invalid("HTTP 200, expires_in"));
        assertThat(json(200, GRANTED.replace("119", "0"))).isEqualTo(new Invalid("HTTP 200, expires_in"));
        assertThat(json(200, GRANTED.replace("119", "1")))
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.expiresIn()).contains(Duration.ofSeconds(1)));
        assertThat(json(200, GRANTED.replace("119", "86401")))
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.expiresIn()).contains(Duration.ofDays(1)));
    }

    @Test
    void what_is_not_json_is_described_by_its_type() {
        assertThat(TokenResponseReader.read(
                        new HttpResponse(404, Optional.empty(), " ", Optional.empty(), Optional.empty()), INCOME))
                .isEqualTo(new Invalid("HTTP 404, Content-Type none"));
        assertThat(json(404, "<html>")).isEqualTo(new Invalid("HTTP 404, no JSON object: <html>"));
    }

    @Test
    void an_outage_keeps_its_status_and_the_time_to_wait() {
        assertThat(TokenResponseReader.read(
                        new HttpResponse(
                                503, Optional.empty(), "", Optional.empty(), Optional.of(Duration.ofSeconds(7))),
                        INCOME))
                .isEqualTo(new Unavailable(503, Optional.of(Duration.ofSeconds(7))));
    }

    private static String damaged(String whole, Random random) {
        StringBuilder body = new StringBuilder(whole);
        for (int changes = random.nextInt(4); changes > 0 && body.length() > 1; changes--) {
            int at = random.nextInt(body.length());
            switch (random.nextInt(6)) {
                case 0 -> body.setLength(at);
                case 1 -> body.deleteCharAt(at);
                case 2 -> body.insert(at, (char) random.nextInt(0x300));
                case 3 -> body.setCharAt(at, "{}[]\",:\\0e-".charAt(random.nextInt(11)));
                case 4 -> body.insert(at, whole, 0, random.nextInt(whole.length()));
                default -> body.replace(at, Math.min(body.length(), at + 8), "null");
            }
        }
        return body.toString();
    }
}
