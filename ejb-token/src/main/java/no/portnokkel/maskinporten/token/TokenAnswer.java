package no.portnokkel.maskinporten.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import no.portnokkel.maskinporten.Refusal;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.http.HttpAnswer;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * A successful answer of the token endpoint (RFC 6749, section 5.1).
 *
 * @param accessToken the secret
 * @param expiresIn longer than nothing
 * @param scopes what was granted; what was asked for when the answer does not say
 */
record TokenAnswer(String accessToken, Duration expiresIn, SortedSet<Scope> scopes) {

    /**
     * Reads an answer of any kind.
     *
     * @throws TokenRefusedException for a 4xx with an {@code error}
     * @throws TokenUnavailableException for 429, 5xx and whatever RFC 6749 does not allow
     */
    static TokenAnswer read(HttpAnswer answer, SortedSet<Scope> asked) {
        if (answer.status() == 429 || answer.status() >= 500) {
            throw new TokenUnavailableException(outOfOrder(answer.status()));
        }
        Map<String, Object> members = members(answer);
        if (answer.status() == 200) {
            return success(members, asked);
        }
        throw failure(answer.status(), members);
    }

    private static TokenAnswer success(Map<String, Object> members, SortedSet<Scope> asked) {
        String token = text(members, "access_token")
                .filter(value -> value.matches("[\\x21-\\x7E]+"))
                .orElseThrow(() -> invalid("access_token"));
        if (text(members, "token_type").filter("Bearer"::equalsIgnoreCase).isEmpty()) {
            throw invalid("token_type");
        }
        if (!(members.get("expires_in") instanceof Number seconds) || seconds.longValue() <= 0) {
            throw invalid("expires_in");
        }
        return new TokenAnswer(
                token,
                Duration.ofSeconds(seconds.longValue()),
                text(members, "scope").map(TokenAnswer::scopes).orElse(asked));
    }

    private static SortedSet<Scope> scopes(String text) {
        try {
            SortedSet<Scope> scopes = new TreeSet<>();
            for (String word : text.strip().split("\\s+", -1)) {
                scopes.add(new Scope(word));
            }
            return scopes;
        } catch (IllegalArgumentException malformed) {
            throw invalid("scope");
        }
    }

    private static TokenException failure(int status, Map<String, Object> members) {
        return text(members, "error")
                .filter(error -> status >= 400)
                .map(error -> Refusal.of(status, error, text(members, "error_description"), text(members, "error_uri")))
                .<TokenException>map(refusal -> new TokenRefusedException(refusal.problem()))
                .orElseGet(() -> invalid("HTTP " + status));
    }

    private static Map<String, Object> members(HttpAnswer answer) {
        if (!answer.contentType().equals(Optional.of("application/json"))) {
            throw invalid("HTTP " + answer.status() + ", Content-Type "
                    + answer.contentType().orElse("none"));
        }
        try {
            return JSONObjectUtils.parse(answer.body());
        } catch (ParseException garbage) {
            throw invalid("HTTP " + answer.status() + ", no JSON"); // without its cause, whose message quotes the body
        }
    }

    private static Optional<String> text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static TokenUnavailableException invalid(String what) {
        return new TokenUnavailableException(Problem.of(
                ProblemCode.MASKINPORTEN_ANSWER_INVALID,
                new Text(
                        "Svaret fra tokenendepunktet er ikke slik RFC 6749 krever (" + what + ").",
                        "The token endpoint's answer is not what RFC 6749 allows (" + what + ")."),
                new Text(
                        "Kontroller at token-endpoint slutter på /token og at ingen mellomtjener svarer.",
                        "Check that token-endpoint ends in /token and that no proxy answers in its place.")));
    }

    private static Problem outOfOrder(int status) {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                new Text("Maskinporten svarte " + status + ".", "Maskinporten answered " + status + "."),
                new Text(
                        "Vent; token hentes igjen av seg selv. Se https://status.digdir.no/.",
                        "Wait; tokens are fetched again by themselves. See https://status.digdir.no/."));
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "TokenAnswer[expiresIn=" + expiresIn + ", scopes=" + scopes + "]";
    }
}
