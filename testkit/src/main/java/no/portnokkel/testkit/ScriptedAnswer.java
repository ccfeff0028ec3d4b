package no.portnokkel.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import no.portnokkel.testkit.grant.KnownRefusal;
import no.portnokkel.testkit.grant.Refusal;
import no.portnokkel.testkit.http.Answer;

/**
 * What the token endpoint answers instead of the truth. The grant is judged all the same, so that one that is sent twice
 * is found out also when the first answer was a failure.
 */
public final class ScriptedAnswer {

    private final BiFunction<URI, String, Optional<Answer>> answer;

    private ScriptedAnswer(BiFunction<URI, String, Optional<Answer>> answer) {
        this.answer = answer;
    }

    /**
     * Returns Maskinporten's refusal with this code, with the status and text that belong to it.
     *
     * @throws IllegalArgumentException there is no such code
     */
    public static ScriptedAnswer refusal(String mp) {
        Refusal refusal = KnownRefusal.of(mp);
        return new ScriptedAnswer(
                (issuer, traceId) -> Optional.of(Answer.json(refusal.status(), refusal.members(issuer, traceId))));
    }

    /** Returns a failure without the JSON that OAuth asks for, as a gateway in front makes it. */
    public static ScriptedAnswer status(int status) {
        return of(Answer.text(status, "upstream failure"));
    }

    /** Returns a failure that says when to come again, in whole seconds. */
    public static ScriptedAnswer status(int status, Duration retryAfter) {
        return of(Answer.text(status, "upstream failure").with("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    /** Returns an answer of any shape. */
    public static ScriptedAnswer body(int status, String contentType, String body) {
        return of(new Answer(status, Map.of("Content-Type", contentType), body));
    }

    /** Returns a 200 that says JSON and is not. */
    public static ScriptedAnswer garbage() {
        return body(200, "application/json", "{\"access_token\":\"ey");
    }

    /** Returns a redirect (307) that would carry the grant elsewhere. */
    public static ScriptedAnswer redirect(URI target) {
        return of(Answer.text(307, "").with("Location", target.toString()));
    }

    /** Returns the end of the connection before any answer. */
    public static ScriptedAnswer hangUp() {
        return of(Answer.hangUp());
    }

    /** Returns the true answer: for a script in which some calls fail and later ones do not. */
    public static ScriptedAnswer truth() {
        return new ScriptedAnswer((issuer, traceId) -> Optional.empty());
    }

    Optional<Answer> answer(URI issuer, String traceId) {
        return answer.apply(issuer, traceId);
    }

    private static ScriptedAnswer of(Answer answer) {
        return new ScriptedAnswer((issuer, traceId) -> Optional.of(answer));
    }
}
