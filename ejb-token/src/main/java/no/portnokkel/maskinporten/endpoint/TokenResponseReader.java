package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.maskinporten.refusal.ErrorAnswer;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.UntrustedText;

/** Reads answers of any kind and throws for none: what comes from outside is data. */
final class TokenResponseReader {
    /** No token of Maskinporten lives nearly as long; what claims to is thrown away then. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private static final int QUOTED = 200;

    private TokenResponseReader() {}

    /** @param request what was asked for */
    static TokenResponse read(HttpResponse answer, TokenRequest request) {
        if (answer.status() == 429 || answer.status() >= 500) {
            return new TokenResponse.OutOfOrder(answer.status(), answer.retryAfter());
        }
        if (!answer.contentType().equals(Optional.of("application/json"))) {
            return invalid(answer, "Content-Type " + answer.contentType().orElse("none"));
        }
        Optional<Map<String, Object>> object = JsonObjects.parse(answer.body());
        if (object.isEmpty()) {
            return invalid(answer, "no JSON object");
        }
        Map<String, Object> members = object.get();
        if (answer.status() == 200) {
            return granted(answer, members, request);
        }
        return JsonObjects.text(members, "error")
                .filter(error -> answer.status() >= 400)
                .map(error -> ErrorAnswer.of(
                        answer.status(),
                        error,
                        JsonObjects.text(members, "error_description"),
                        JsonObjects.text(members, "error_uri")))
                .<TokenResponse>map(error -> new TokenResponse.Refused(Refusal.of(error, carriesConsent(request))))
                .orElseGet(() -> invalid(answer, "no error"));
    }

    static boolean carriesConsent(TokenRequest request) {
        return request.authorizationDetails().stream().anyMatch(AuthorizationDetail.Consent.class::isInstance);
    }

    private static TokenResponse granted(HttpResponse answer, Map<String, Object> members, TokenRequest request) {
        Optional<String> token = JsonObjects.text(members, "access_token").filter(TokenResponseReader::isVisibleAscii);
        if (token.isEmpty()) {
            return unlike(answer, "access_token");
        }
        if (JsonObjects.text(members, "token_type")
                .filter("Bearer"::equalsIgnoreCase)
                .isEmpty()) {
            return unlike(answer, "token_type");
        }
        if (!(members.get("expires_in") instanceof Number seconds) || seconds.longValue() <= 0) {
            return unlike(answer, "expires_in");
        }
        Duration life = Duration.ofSeconds(Math.min(seconds.longValue(), LONGEST_LIFE.toSeconds()));
        return new TokenResponse.Granted(
                token.get(),
                life,
                JsonObjects.text(members, "scope")
                        .flatMap(TokenResponseReader::scopes)
                        .orElse(request.scopes()));
    }

    private static boolean isVisibleAscii(String text) {
        for (int place = 0; place < text.length(); place++) {
            if (text.charAt(place) <= ' ' || text.charAt(place) > '~') {
                return false;
            }
        }
        return true;
    }

    /** What was granted; for information only, so what cannot be read is left out. */
    private static Optional<SortedSet<Scope>> scopes(String text) {
        try {
            SortedSet<Scope> scopes = new TreeSet<>();
            for (String word : text.strip().split("\\s+", -1)) {
                scopes.add(new Scope(word));
            }
            return Optional.of(scopes);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** A 200 is never quoted: whatever is wrong with it, it may hold a token. */
    private static TokenResponse unlike(HttpResponse answer, String member) {
        return new TokenResponse.Invalid("HTTP " + answer.status() + ", " + member);
    }

    private static TokenResponse invalid(HttpResponse answer, String what) {
        String quoted = answer.status() == 200 || answer.body().isBlank()
                ? ""
                : ": " + UntrustedText.clean(answer.body(), QUOTED);
        return new TokenResponse.Invalid("HTTP " + answer.status() + ", " + what + quoted);
    }
}
