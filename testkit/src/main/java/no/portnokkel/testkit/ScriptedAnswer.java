package no.portnokkel.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;

/**
 * A response that the token endpoint sends instead of the correct one. The grant is nevertheless checked and recorded, so
 * that a grant that is sent twice is detected even when the first response was a fault.
 */
public final class ScriptedAnswer {

    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Function<Call, HttpResponse> answer;
    private final Duration pause;

    private ScriptedAnswer(Function<Call, HttpResponse> answer, Duration pause) {
        this.answer = answer;
        this.pause = pause;
    }

    /**
     * Returns Maskinporten's refusal with this code, and with its status and text.
     *
     * @throws IllegalArgumentException the code is unknown
     */
    public static ScriptedAnswer refusal(String mp) {
        Refusal refusal = KnownRefusal.of(mp);
        return immediate(call -> call.refusalResponse().apply(refusal));
    }

    /**
     * Returns a refusal of Maskinporten; it may be one without a code.
     *
     * @param values replace the placeholders of the text, in order
     */
    public static ScriptedAnswer refusal(KnownRefusal known, String... values) {
        Refusal refusal = known.with((Object[]) values);
        return immediate(call -> call.refusalResponse().apply(refusal));
    }

    /** Returns an error without an OAuth JSON body, as a gateway in front of Maskinporten sends it. */
    public static ScriptedAnswer status(int status) {
        return of(HttpResponse.text(status, "upstream failure"));
    }

    /** Returns an error with {@code Retry-After} in whole seconds, such as 503 or 429. */
    public static ScriptedAnswer status(int status, Duration retryAfter) {
        return of(HttpResponse.text(status, "upstream failure")
                .with("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    /** Returns any response. */
    public static ScriptedAnswer body(int status, String contentType, String body) {
        return of(HttpResponse.text(status, body).with("Content-Type", contentType));
    }

    /** Returns 200 with content type JSON and a body that is not JSON. */
    public static ScriptedAnswer garbage() {
        return body(200, "application/json", "{\"access_token\":\"ey");
    }

    /** Returns the correct response with content type HTML. */
    public static ScriptedAnswer wrongContentType() {
        return immediate(call -> call.correctResponse().with("Content-Type", "text/html;charset=UTF-8"));
    }

    /** Returns a redirect (307); a client that followed it would send the grant to the target. */
    public static ScriptedAnswer redirect(URI target) {
        return of(HttpResponse.text(307, "").with("Location", target.toString()));
    }

    /** Closes the connection without a response. */
    public static ScriptedAnswer hangUp() {
        return of(HttpResponse.hangUp());
    }

    /** Sends the correct response up to the middle of its body, then closes the connection. */
    public static ScriptedAnswer cutInBody() {
        return immediate(call -> call.correctResponse().truncated());
    }

    /** Sends the correct response one byte at a time, with a pause before each byte. */
    public static ScriptedAnswer drip(Duration pause) {
        return immediate(call -> call.correctResponse().dripping(pause));
    }

    /** Returns 200 with a JSON body of this many bytes that is incomplete; the bytes are generated while they are sent. */
    public static ScriptedAnswer huge(long bytes) {
        return of(HttpResponse.endless(bytes));
    }

    /** Returns the correct response after this time. */
    public static ScriptedAnswer slow(Duration wait) {
        return new ScriptedAnswer(Call::correctResponse, wait);
    }

    /** Sends no response; the connection stays open until the faults are cleared or the twin stops. */
    public static ScriptedAnswer hang() {
        return slow(FOREVER);
    }

    /** Returns the correct response, for a plan in which some calls fail and later ones succeed. */
    public static ScriptedAnswer truth() {
        return immediate(Call::correctResponse);
    }

    HttpResponse answer(Call call) {
        return answer.apply(call);
    }

    Duration pause() {
        return pause;
    }

    private static ScriptedAnswer of(HttpResponse answer) {
        return immediate(call -> answer);
    }

    private static ScriptedAnswer immediate(Function<Call, HttpResponse> answer) {
        return new ScriptedAnswer(answer, Duration.ZERO);
    }

    /**
     * A call to the token endpoint whose grant has been checked.
     *
     * @param correctResponse response without any fault
     * @param refusalResponse creates this twin's response for a refusal
     */
    record Call(HttpResponse correctResponse, Function<Refusal, HttpResponse> refusalResponse) {}
}
