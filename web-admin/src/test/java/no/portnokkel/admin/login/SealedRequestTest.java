package no.portnokkel.admin.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import no.portnokkel.oidc.SignInRequest;
import org.junit.jupiter.api.Test;

class SealedRequestTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final SignInRequest REQUEST =
            new SignInRequest("state", "nonce", "verifier", URI.create("http://127.0.0.1/callback"));

    private final SealedRequest seal = new SealedRequest();

    @Test
    void a_sealed_request_is_good_for_ten_minutes() {
        String sealed = seal.seal(REQUEST, NOON);
        assertThat(sealed).matches("[A-Za-z0-9_-]+");
        assertThat(seal.open(sealed, NOON.plus(Duration.ofMinutes(9)))).contains(REQUEST);
        assertThat(seal.open(sealed, NOON.plus(Duration.ofMinutes(10)))).isEmpty();
    }

    @Test
    void nobody_else_can_make_or_change_one() {
        String sealed = seal.seal(REQUEST, NOON);
        assertThat(new SealedRequest().open(sealed, NOON)).isEmpty();
        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
            assertThat(seal.open(changed, NOON).filter(opened -> !opened.equals(REQUEST)))
                    .isEmpty();
        }
        assertThat(seal.open("", NOON)).isEmpty();
        assertThat(seal.open("no base64!", NOON)).isEmpty();
        assertThat(seal.open("AAAA", NOON)).isEmpty();
    }
}
