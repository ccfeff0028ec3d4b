package no.portnokkel.maskinporten.bearer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.altinn.ConsentToken;

/**
 * Sends requests to one API with an {@link HttpClient}, each with a usable token. A request to an address that is not below the base
 * address fails and is not sent. Immutable and thread-safe.
 *
 * <pre>{@code
 * MaskinportenHttpClient inntekt = MaskinportenHttpClient.of(
 *         HttpClient.newHttpClient(), tokens, TokenRequest.forScope("skatteetaten:inntekt"), URI.create("https://api.example/v1"));
 * HttpResponse<String> response = inntekt.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
 * }</pre>
 */
public final class MaskinportenHttpClient {
    private static final String AUTHORIZATION = "Authorization";

    private final HttpClient client;
    private final Tokens tokens;
    private final TokenRequest tokenRequest;
    private final TokenTarget target;

    private MaskinportenHttpClient(HttpClient client, Tokens tokens, TokenRequest tokenRequest, TokenTarget target) {
        this.client = client;
        this.tokens = tokens;
        this.tokenRequest = tokenRequest;
        this.target = target;
    }

    /**
     * Binds a client to a base address.
     *
     * @param client that does not follow redirects, because a redirect may lead to another host, and the token with it
     * @param baseUri absolute; {@code https}, except for loopback. The token is sent to this origin and below this path only
     * @throws IllegalArgumentException if the client follows redirects, or the base address is not usable
     */
    public static MaskinportenHttpClient of(HttpClient client, Tokens tokens, TokenRequest request, URI baseUri) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("The HttpClient follows redirects (" + client.followRedirects()
                    + "), which could carry the token to another host. Build it with Redirect.NEVER.");
        }
        return new MaskinportenHttpClient(client, tokens, request, new TokenTarget(baseUri));
    }

    /** Returns the same client for another token, such as one on behalf of a consumer or with a consent. */
    public MaskinportenHttpClient withToken(TokenRequest request) {
        return new MaskinportenHttpClient(client, tokens, request, target);
    }

    /**
     * Sends a request with a token and waits for the response. A header {@code Authorization} of the request is replaced. Sent once:
     * after a 401, {@link Tokens#insteadOf} gives another token.
     *
     * @throws no.portnokkel.maskinporten.TokenRefusedException also if the address is not below the base address
     * @throws no.portnokkel.maskinporten.TokenException as {@link Tokens#get}; nothing was sent
     * @throws IOException as {@link HttpClient#send}
     * @throws InterruptedException as {@link HttpClient#send}
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest sent = authorized(request).build(); // compared as it is sent: a subclass may change its answers
        target.require(sent.uri());
        return client.send(authorized(sent, tokens.get(tokenRequest)), handler);
    }

    /**
     * Sends a request with a token. Does not wait for either. The future fails as {@link #send}, with the exception itself; dependent
     * stages wrap it. Cancelling the future cancels the exchange.
     */
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> response = new CompletableFuture<>();
        HttpRequest sent = authorized(request).build();
        try {
            target.require(sent.uri());
        } catch (RuntimeException outside) { // an asynchronous caller gets it with the response
            response.completeExceptionally(outside);
            return response;
        }
        tokens.getAsync(tokenRequest).whenComplete((token, none) -> {
            if (none != null) {
                response.completeExceptionally(none);
            } else if (!response.isDone()) {
                exchange(sent, token, handler, response);
            }
        });
        return response;
    }

    private <T> void exchange(
            HttpRequest request,
            AccessToken token,
            BodyHandler<T> handler,
            CompletableFuture<HttpResponse<T>> response) {
        CompletableFuture<HttpResponse<T>> exchange;
        try {
            exchange = client.sendAsync(authorized(request, token), handler);
        } catch (RuntimeException rejected) { // whoever waits for the response must not wait in vain
            response.completeExceptionally(rejected);
            return;
        }
        CompletionStage<?> unused = exchange.whenComplete((answer, failed) -> {
            if (failed == null) {
                response.complete(answer);
            } else {
                response.completeExceptionally(failed);
            }
        });
        CompletionStage<?> unusedToo = response.whenComplete((any, failed) -> {
            if (response.isCancelled()) {
                exchange.cancel(true);
            }
        });
    }

    private static HttpRequest.Builder authorized(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase(AUTHORIZATION));
    }

    private static HttpRequest authorized(HttpRequest request, AccessToken token) {
        request.headers()
                .firstValue(ConsentToken.HEADER)
                .ifPresent(consent -> ConsentToken.read(consent).requireFor(token));
        return authorized(request)
                .header(AUTHORIZATION, "Bearer " + token.value())
                .build();
    }
}
