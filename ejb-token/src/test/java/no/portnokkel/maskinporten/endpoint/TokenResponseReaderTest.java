package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Granted;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Invalid;
import no.portnokkel.maskinporten.endpoint.TokenResponse.OutOfOrder;
import no.portnokkel.maskinporten.endpoint.TokenResponse.Refused;
import no.portnokkel.maskinporten.http.HttpResponse;
import org.junit.jupiter.api.Test;

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
    void a_token_that_says_to_live_for_ever_is_kept_a_day() {
        for (String forever : new String[] {"9223372036854775807", "1e300", "1e999999999"}) {
            TokenResponse answer = json(200, GRANTED.replace("119", forever));
            if (answer instanceof Granted granted) {
                assertThat(granted.expiresIn()).isEqualTo(Duration.ofDays(1));
            } else {
                assertThat(answer).isInstanceOf(Invalid.class);
            }
        }
    }

    @Test
    void a_token_without_life_or_of_another_type_is_none() {
        assertThat(json(200, GRANTED.replace("119", "0"))).isInstanceOf(Invalid.class);
        assertThat(json(200, GRANTED.replace("119", "-5"))).isInstanceOf(Invalid.class);
        assertThat(json(200, GRANTED.replace("Bearer", "DPoP"))).isInstanceOf(Invalid.class);
        assertThat(json(200, GRANTED.replace("aaa.bbb.ccc", "a b\\u0000"))).isInstanceOf(Invalid.class);
        assertThat(read(200, "text/html", GRANTED)).isInstanceOf(Invalid.class);
    }

    @Test
    void scopes_that_cannot_be_read_are_those_that_were_asked_for() {
        assertThat(json(200, GRANTED.replace("\"skatteetaten:inntekt\"", "\"what ever\"")))
                .isInstanceOfSatisfying(
                        Granted.class, granted -> assertThat(granted.scopes()).isEqualTo(INCOME.scopes()));
    }

    @Test
    void what_a_proxy_says_in_place_of_maskinporten_is_quoted_but_never_a_success() {
        assertThat(read(403, "text/html", "<h1>Blocked by policy 7</h1>"))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.what()).contains("Blocked by policy 7"));
        assertThat(read(200, "text/html", "secret-token"))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.what()).doesNotContain("secret"));
    }

    @Test
    void a_hundred_thousand_damaged_answers_end_in_one_of_four_ways() {
        long seed = 20261124; // fixed, so that a failure can be replayed
        Random random = new Random(seed);
        int[] statuses = {200, 200, 200, 201, 204, 302, 400, 400, 401, 403, 429, 500, 503};
        int granted = 0;
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            String body = damaged(random.nextBoolean() ? GRANTED : REFUSED, random);
            TokenResponse answer = json(statuses[random.nextInt(statuses.length)], body);
            assertThat(answer).as("seed %d, answer %d: %s", seed, i, body).isNotNull();
            granted += answer instanceof Granted ? 1 : 0;
            refused += answer instanceof Refused ? 1 : 0;
            if (answer instanceof Invalid invalid) {
                assertThat(invalid.what()).hasSizeLessThan(300).doesNotContain("\n");
            }
        }
        assertThat(granted).as("some damage leaves a token whole").isPositive();
        assertThat(refused).as("and some a refusal").isPositive();
    }

    @Test
    void deep_nesting_is_no_json_and_no_overflow() {
        assertThat(json(200, "[".repeat(100_000))).isInstanceOf(Invalid.class);
        assertThat(json(200, "{\"a\":".repeat(100_000))).isInstanceOf(Invalid.class);
    }

    @Test
    void five_hundreds_and_429_are_outages_whatever_they_contain() {
        assertThat(json(503, GRANTED)).isInstanceOf(OutOfOrder.class);
        assertThat(json(429, REFUSED)).isInstanceOf(OutOfOrder.class);
    }

    private static String damaged(String whole, Random random) {
        StringBuilder body = new StringBuilder(whole);
        for (int blows = random.nextInt(4); blows > 0 && body.length() > 1; blows--) {
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
