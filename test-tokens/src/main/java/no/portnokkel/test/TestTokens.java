package no.portnokkel.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.refusal.ErrorAnswer;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for tests. Each token is an unsigned JWT (RFC 7519, section 6) with the claims that Maskinporten would set, so that a test can
 * see whose token it is; no API accepts it. Equal requests get the same token until it expires. Records all requests. Uses neither HSM
 * nor network, and checks nothing that Maskinporten would check: the twin of the testkit does. Thread-safe; instances share nothing.
 *
 * <pre>{@code
 * TestTokens tokens = TestTokens.create();
 * LoanService service = new LoanService(tokens);
 *
 * tokens.refuses("MP-121");
 * assertThatThrownBy(service::income).isInstanceOf(TokenRefusedException.class);
 * assertThat(tokens.requests()).containsExactly(TokenRequest.forScope("skatteetaten:inntekt"));
 * }</pre>
 */
public final class TestTokens implements Tokens {
    private static final OrganisationNumber OWNER = new OrganisationNumber("974760673");

    private final Clock clock;
    private final Duration lifetime;
    private final List<TokenRequest> requests = new ArrayList<>();
    private final Map<TokenRequest, AccessToken> issued = new HashMap<>();
    private final Map<TokenRequest, TokenException> failures = new HashMap<>();
    private @Nullable TokenException failure;
    private int lastNumber;

    private TestTokens(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** Returns tokens that live for 120 s by the system's clock, as most of Maskinporten's do. */
    public static TestTokens create() {
        return create(Clock.systemUTC(), Duration.ofMinutes(2));
    }

    /**
     * Returns tokens with another clock or lifetime.
     *
     * @param lifetime positive
     */
    public static TestTokens create(Clock clock, Duration lifetime) {
        return new TestTokens(clock, lifetime);
    }

    @Override
    public synchronized AccessToken get(TokenRequest request) {
        requests.add(request);
        TokenException planned = failures.getOrDefault(request, failure);
        if (planned != null) {
            throw planned.forAnotherCaller();
        }
        AccessToken token = issued.get(request);
        return token != null && token.expiresAt().isAfter(clock.instant()) ? token : issue(request);
    }

    @Override
    public CompletionStage<AccessToken> getAsync(TokenRequest request) {
        CompletableFuture<AccessToken> stage = new CompletableFuture<>();
        try {
            stage.complete(get(request));
        } catch (TokenException planned) {
            stage.completeExceptionally(planned);
        }
        return stage;
    }

    @Override
    public synchronized AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        if (refused.equals(issued.get(request))) {
            issued.remove(request);
        }
        return get(request);
    }

    private AccessToken issue(TokenRequest request) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(lifetime);
        lastNumber++;
        AccessToken token = new AccessToken(
                UnsignedToken.of(request, OWNER, lastNumber, now, expiresAt), expiresAt, request.scopes());
        issued.put(request, token);
        return token;
    }

    /** From now on, tokens are issued for all requests, as at first. */
    public synchronized void issuesTokens() {
        failure = null;
        failures.clear();
    }

    /**
     * From now on, all requests are refused, as Maskinporten refuses them with this code.
     *
     * @param mp of Digdir's list of error codes, such as {@code MP-121}
     * @throws IllegalArgumentException if it does not look like one
     */
    public synchronized void refuses(String mp) {
        failure = refusal(mp);
    }

    /** From now on, this request is refused, as Maskinporten refuses it with this code, whatever happens to others. */
    public synchronized void refuses(TokenRequest request, String mp) {
        failures.put(request, refusal(mp));
    }

    private static TokenRefusedException refusal(String mp) {
        if (!mp.matches("MP-[0-9]{3}")) {
            throw new IllegalArgumentException("A code of Maskinporten has the form MP-121; got \"" + mp + "\".");
        }
        ErrorAnswer answer = ErrorAnswer.of(
                400,
                "invalid_grant",
                Optional.of("Refused by TestTokens (trace_id: test-tokens)"),
                Optional.of("https://docs.digdir.no/docs/Maskinporten/maskinporten_feilsoking#" + mp));
        Refusal refusal = Refusal.of(answer, false);
        return new TokenRefusedException(refusal.problem(Optional.empty()), refusal);
    }

    /** From now on, there are no tokens, as in an outage of Maskinporten. Cached tokens are gone too. */
    public synchronized void becomesUnavailable() {
        failure = new TokenUnavailableException(outage());
    }

    /**
     * The same, and Maskinporten says when to try again.
     *
     * @param retryAfter positive
     */
    public synchronized void becomesUnavailable(Duration retryAfter) {
        failure = new TokenUnavailableException(outage(), retryAfter);
    }

    private static Problem outage() {
        return Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                Text.message("maskinporten-unavailable.status.detail", Map.of("status", 503)),
                Text.message("maskinporten-unavailable.wait.remedy"));
    }

    /** Returns all requests since the start or {@link #forgetRequests}, the newest last, also those without a token. */
    public synchronized List<TokenRequest> requests() {
        return List.copyOf(requests);
    }

    /** Empties the list of requests. */
    public synchronized void forgetRequests() {
        requests.clear();
    }
}
