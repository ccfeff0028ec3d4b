package no.portnokkel.maskinporten;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Access tokens for requests that are built at run time. One instance per application, thread-safe. No parameter and no result
 * is null.
 *
 * <pre>{@code
 * @Inject Tokens tokens;
 *
 * AccessToken token = tokens.get(TokenRequest.forScope("skatteetaten:inntekt"));
 * }</pre>
 */
public interface Tokens {

    /**
     * Returns a usable token. Fetches one only if none is cached.
     *
     * <p><b>Shape:</b> {@link AccessToken#value()} follows {@code Bearer }. <b>Time:</b> the returned token is valid for at least
     * the margin ({@code portnokkel.tokens.margin}: a fifth of a second, one round trip to Maskinporten and the measured error of
     * the clock, at most 30 s), by monotonic time. <b>Cost:</b> a look-up in memory if a token is cached; otherwise one fetch, which
     * equal requests share. The caller waits at most {@code portnokkel.tokens.wait}.
     *
     * @param request compared by content
     * @throws TokenRefusedException if a person must act; {@link TokenException#problem()} says who and how. Do not retry
     * @throws TokenUnavailableException if no valid token is cached and the HSM or Maskinporten is out of reach. Retry later
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523, 2.1: the grant as an assertion</a>
     */
    AccessToken get(TokenRequest request);

    /**
     * Returns a supplier for one request. It keeps a reference to the cache entry, so that a call costs one volatile read and one
     * clock read while a token is cached. It follows a switch of environment immediately.
     *
     * @param request as for {@link #get}
     */
    default Supplier<AccessToken> supplier(TokenRequest request) {
        return () -> get(request);
    }

    /**
     * Returns a usable token without making the calling thread wait. If a token is cached, the returned stage is complete.
     *
     * <p>The stage completes after at most {@code portnokkel.tokens.wait}, on a thread of this library; only some of its threads
     * do this, so dependent stages that wait belong on another executor ({@code thenApplyAsync}). If there is no token, the stage
     * completes with the {@link TokenException} itself; dependent stages and {@code join()} wrap it, as
     * {@link CompletableFuture} does. Cancelling the stage does not end the fetch, which others may share. The default
     * implementation, for other implementations of this interface, calls {@link #get} on a new thread.
     *
     * @param request as for {@link #get}
     */
    default CompletionStage<AccessToken> getAsync(TokenRequest request) {
        CompletableFuture<AccessToken> stage = new CompletableFuture<>();
        // Not on the common pool: since JDK 25 it is a single thread where there are two processors, and a wait would
        // block it.
        Thread thread = new Thread(
                () -> {
                    try {
                        stage.complete(get(request));
                    } catch (RuntimeException | Error failed) { // whoever waits for the stage must not wait in vain
                        stage.completeExceptionally(failed);
                    }
                },
                "portnokkel-token");
        thread.setDaemon(true);
        thread.start();
        return stage;
    }

    /**
     * Returns a replacement for a token that an API answered with 401: the cached token if it has changed since, otherwise a new
     * token, for which concurrent calls share one fetch. The refused token stays cached until the new one has arrived. If the API
     * refuses the replacement too, another one will not help: do not call this method in a loop.
     *
     * @param refused a token that {@link #get} returned for this request
     * @param request as for {@link #get}
     * @throws TokenException as {@link #get}
     */
    default AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return get(request);
    }
}
