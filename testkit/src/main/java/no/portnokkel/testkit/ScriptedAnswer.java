package no.portnokkel.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.ResponseBody;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;

/**
 * What the token endpoint answers instead of the truth. The grant is judged all the same, so that one that is sent twice
 * is found out also when the first answer was a failure.
 */
public final class ScriptedAnswer {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Function<TokenCall, HttpResponse> answer;
    private final Duration pause;

    private ScriptedAnswer(Function<TokenCall, HttpResponse> answer, Duration pause) {
        this.answer = answer;
        this.pause = pause;
    }

    /**
     * Returns Maskinporten's refusal with this code, with the status and text that belong to it.
     *
     * @throws IllegalArgumentException there is no such code
     */
    public static ScriptedAnswer refusal(String mp) {
        Refusal refusal = KnownRefusal.of(mp);
        return made(exchange -> exchange.refused().apply(refusal));
    }

    /**
     * Returns this refusal of Maskinporten, also one without a code.
     *
     * @param values fill the text, in order
     */
    public static ScriptedAnswer refusal(KnownRefusal known, String... values) {
        Refusal refusal = known.with((Object[]) values);
        return made(exchange -> exchange.refused().apply(refusal));
    }

    /** Returns a failure without the JSON that OAuth asks for, as a gateway in front makes it. */
    public static ScriptedAnswer status(int status) {
        return of(HttpResponse.text(status, "upstream failure"));
    }

    /** Returns a failure that says when to come again, in whole seconds: 503, or 429 with its {@code Retry-After}. */
    public static ScriptedAnswer status(int status, Duration retryAfter) {
        return of(HttpResponse.text(status, "upstream failure")
                .with("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    /** Returns an answer of any shape. */
    public static ScriptedAnswer body(int status, String contentType, String body) {
        return of(HttpResponse.text(status, body).with("Content-Type", contentType));
    }

    /** Returns a 200 that says JSON and is not. */
    public static ScriptedAnswer garbage() {
        return body(200, "application/json", "{\"access_token\":\"ey");
    }

    /** Returns the truth, called a page. */
    public static ScriptedAnswer wrongContentType() {
        return made(exchange -> exchange.truth().with("Content-Type", "text/html;charset=UTF-8"));
    }

    /** Returns a redirect (307) that would carry the grant elsewhere. */
    public static ScriptedAnswer redirect(URI target) {
        return of(HttpResponse.text(307, "").with("Location", target.toString()));
    }

    /** Returns the end of the connection before any answer. */
    public static ScriptedAnswer hangUp() {
        return of(HttpResponse.hangUp());
    }

    /** Returns the truth up to the middle of its body; then the connection ends. */
    public static ScriptedAnswer cutInBody() {
        return made(exchange ->
                exchange.truth().with(new ResponseBody.Torn(exchange.truth().text())));
    }

    /** Returns the truth one byte at a time, with a pause before each. */
    public static ScriptedAnswer drip(Duration pause) {
        return made(exchange ->
                exchange.truth().with(new ResponseBody.Dripping(exchange.truth().text(), pause)));
    }

    /** Returns a 200 whose JSON does not end within so many bytes; they are made while they are sent. */
    public static ScriptedAnswer huge(long bytes) {
        return of(new HttpResponse(200, Map.of("Content-Type", "application/json"), new ResponseBody.Endless(bytes)));
    }

    /** Returns the truth, so much later. */
    public static ScriptedAnswer slow(Duration wait) {
        return new ScriptedAnswer(TokenCall::truth, wait);
    }

    /** Returns nothing, on a connection that stays open until the script is cleared or the twin stops. */
    public static ScriptedAnswer hang() {
        return slow(FOR_EVER);
    }

    /** Returns the true answer: for a script in which some calls fail and later ones do not. */
    public static ScriptedAnswer truth() {
        return made(TokenCall::truth);
    }

    HttpResponse answer(TokenCall exchange) {
        return answer.apply(exchange);
    }

    Duration pause() {
        return pause;
    }

    private static ScriptedAnswer of(HttpResponse answer) {
        return made(exchange -> answer);
    }

    private static ScriptedAnswer made(Function<TokenCall, HttpResponse> answer) {
        return new ScriptedAnswer(answer, Duration.ZERO);
    }
}
