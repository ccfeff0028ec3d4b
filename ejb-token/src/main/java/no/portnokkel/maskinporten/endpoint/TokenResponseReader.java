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
import no.portnokkel.problem.UntrustedText;

/** Reads responses of the token endpoint. Does not throw, whatever the content is. */
final class TokenResponseReader {
    /** Limits {@code expires_in}; no token of Maskinporten is valid nearly as long. */
    private static final Duration MAX_LIFETIME = Duration.ofDays(1);

    private static final int QUOTED = 200;

    private TokenResponseReader() {}

    /** @param request the request that was answered */
    static TokenResponse read(HttpResponse response, TokenRequest request) {
        if (response.status() == 429 || response.status() >= 500) {
            return new TokenResponse.Unavailable(response.status(), response.retryAfter());
        }
        if (!response.contentType().equals(Optional.of("application/json"))) {
            return invalid(response, "Content-Type " + response.contentType().orElse("none"));
        }
        Optional<Map<String, Object>> object = JsonObjects.parse(response.body());
        if (object.isEmpty()) {
            return invalid(response, "no JSON object");
        }
        Map<String, Object> members = object.get();
        if (response.status() == 200) {
            return granted(response, members, request);
        }
        return JsonObjects.text(members, "error")
                .filter(error -> response.status() >= 400)
                .map(error -> ErrorAnswer.of(
                        response.status(),
                        error,
                        JsonObjects.text(members, "error_description"),
                        JsonObjects.text(members, "error_uri")))
                .<TokenResponse>map(error -> new TokenResponse.Refused(Refusal.of(error, carriesConsent(request))))
                .orElseGet(() -> invalid(response, "no error"));
    }

    static boolean carriesConsent(TokenRequest request) {
        return request.authorizationDetails().stream().anyMatch(AuthorizationDetail.Consent.class::isInstance);
    }

    private static TokenResponse granted(HttpResponse response, Map<String, Object> members, TokenRequest request) {
        Optional<String> token = JsonObjects.text(members, "access_token").filter(TokenResponseReader::isVisibleAscii);
        if (token.isEmpty()) {
            return invalidMember(response, "access_token");
        }
        if (JsonObjects.text(members, "token_type")
                .filter("Bearer"::equalsIgnoreCase)
                .isEmpty()) {
            return invalidMember(response, "token_type");
        }
        Optional<Duration> expiresIn = Optional.empty();
        if (members.get("expires_in") instanceof Number seconds && seconds.longValue() > 0) {
            expiresIn = Optional.of(Duration.ofSeconds(Math.min(seconds.longValue(), MAX_LIFETIME.toSeconds())));
        } else if (members.get("expires_in") != null || !hasExpiry(token.get())) {
            return invalidMember(response, "expires_in");
        }
        return new TokenResponse.Granted(
                token.get(),
                expiresIn,
                JsonObjects.text(members, "scope")
                        .flatMap(TokenResponseReader::scopes)
                        .orElse(request.scopes()));
    }

    /** {@code expires_in} is recommended only (RFC 6749, section 5.1). */
    private static boolean hasExpiry(String token) {
        return JsonObjects.claims(token)
                .filter(claims -> claims.get("exp") instanceof Number)
                .isPresent();
    }

    private static boolean isVisibleAscii(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) <= ' ' || text.charAt(index) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Returns the granted scopes; empty if they are malformed, because they are informative only. */
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

    /** Describes a response with status 200 without quoting it, because it may contain a token. */
    private static TokenResponse invalidMember(HttpResponse response, String member) {
        return new TokenResponse.Invalid("HTTP " + response.status() + ", " + member);
    }

    private static TokenResponse invalid(HttpResponse response, String defect) {
        String quoted = response.status() == 200 || response.body().isBlank()
                ? ""
                : ": " + UntrustedText.clean(response.body(), QUOTED);
        return new TokenResponse.Invalid("HTTP " + response.status() + ", " + defect + quoted);
    }
}
