package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.Requested;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.altinn.ConsentRule;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.http.HttpTransport.ConnectionDroppedException;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;

/**
 * Builds a grant, has it signed in the HSM and exchanges it for a token. Each attempt uses a new grant. Caches nothing. Makes a
 * second attempt only if a new grant is likely to succeed: the connection ended without a response; the grant was used before,
 * too old, or invalidly signed by the HSM; or a request with a consent was answered with 500.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523, 2.1: JWTs as authorization grants</a>
 */
public final class MaskinportenEndpoint implements TokenSource {
    private static final Text FRESH_REGISTRATION = Text.message("maskinporten-refused.fresh-registration");

    private final EnvironmentSettings settings;
    private final GrantSigners signers;
    private final ClientKeys keys;
    private final HttpTransport http;
    private final GrantsUnderWay underWay;
    private final EventPublisher events;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final long createdAtNanos;
    private volatile boolean lastFailed;

    MaskinportenEndpoint(
            EnvironmentSettings settings,
            ClientKeys keys,
            HttpTransport http,
            GrantsUnderWay underWay,
            EventPublisher events,
            Clock clock,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.keys = keys;
        this.signers = new GrantSigners(settings, keys::key);
        this.http = http;
        this.underWay = underWay;
        this.events = events;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.createdAtNanos = nanoClock.getAsLong();
    }

    /**
     * Returns a source that fetches tokens from one environment and waits as long as Maskinporten asks ({@code Retry-After}).
     *
     * @param settings of an environment in state {@code READY}
     * @param keys of its clients
     * @param http to the token endpoint
     * @param underWay counts the grants
     * @param clock for {@code iat}
     * @param nanoClock monotonic, in nanoseconds; for lifetimes
     */
    public static TokenSource tokenSource(
            EnvironmentSettings settings,
            ClientKeys keys,
            HttpTransport http,
            GrantsUnderWay underWay,
            EventPublisher events,
            Clock clock,
            LongSupplier nanoClock) {
        TokenSource endpoint = new MaskinportenEndpoint(settings, keys, http, underWay, events, clock, nanoClock);
        return new RetryAfterTokenSource(endpoint, nanoClock);
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        Requested requested = Requested.of(request);
        Source source =
                events.source(settings.environment().name(), request.client().orElse(""));
        try {
            IssuedToken issued = fetch(request, source);
            events.publish(new PortnokkelEvent.TokenIssued(
                    source,
                    requested,
                    issued.token(),
                    issued.jti(),
                    issued.requestedAt(),
                    issued.signTime(),
                    issued.exchangeTime()));
            return issued;
        } catch (TokenRefusedException refused) {
            events.publish(new PortnokkelEvent.TokenRefused(
                    source,
                    requested,
                    refused.problem(),
                    refused.refusal().filter(Refusal::isOfClient).isPresent()));
            throw refused;
        } catch (TokenUnavailableException failed) {
            events.publish(new PortnokkelEvent.TokenUnavailable(source, requested, failed.problem()));
            throw failed;
        }
    }

    private IssuedToken fetch(TokenRequest request, Source source) {
        ClientSettings configured = TokenRequestValidator.clientFor(request, settings);
        while (true) { // one iteration per change of the key meanwhile
            ClientSettings client = keys.current(request, configured);
            try {
                return fetch(configured, client, request, source);
            } catch (TokenUnavailableException | TokenRefusedException failed) {
                if (client.equals(keys.current(request, configured))) {
                    throw failed;
                }
            }
        }
    }

    private IssuedToken fetch(ClientSettings configured, ClientSettings client, TokenRequest request, Source source) {
        Environment environment = settings.environment();
        try {
            GrantAttempt attempt =
                    new GrantAttempt(configured, client, signers.of(client, clock.instant()), request, source);
            return tokenOf(exchangeWithRetry(attempt));
        } catch (HsmException failed) {
            Problem problem = failed.fault().problem();
            throw failed.fault().isTransient()
                    ? new TokenUnavailableException(problem, failed)
                    : new TokenRefusedException(problem);
        } catch (ConnectException unreachable) {
            events.publish(new PortnokkelEvent.EndpointUnreachable(source));
            throw new TokenUnavailableException(OutageProblems.unreachable(environment, unreachable), unreachable);
        } catch (IOException failed) {
            throw new TokenUnavailableException(OutageProblems.incompleteResponse(environment, failed), failed);
        }
    }

    /** In an outage Maskinporten gets one request for each attempt. */
    private TokenExchange exchangeWithRetry(GrantAttempt attempt) throws IOException {
        boolean isOutage = lastFailed;
        TokenExchange first = exchangeOverLiveConnection(attempt, isOutage);
        return newGrantMayHelp(first, attempt.request(), isOutage) ? exchange(attempt) : first;
    }

    /** A connection that ends without a response is a single failure, most often of an idle connection. */
    private TokenExchange exchangeOverLiveConnection(GrantAttempt attempt, boolean isOutage) throws IOException {
        try {
            return exchange(attempt);
        } catch (ConnectionDroppedException dropped) {
            if (isOutage) {
                throw dropped;
            }
            return exchange(attempt);
        }
    }

    /** A 500 after a consent may mean that it was revoked, or be an outage. One more attempt is made, then none. */
    private static boolean newGrantMayHelp(TokenExchange first, TokenRequest request, boolean isOutage) {
        if (first.response() instanceof TokenResponse.Refused refused) {
            return first.invalidSignature() || refused.refusal().explanation().retry() == Retry.NEW_GRANT;
        }
        return !isOutage
                && first.response() instanceof TokenResponse.Unavailable unavailable
                && unavailable.status() == 500
                && unavailable.retryAfter().isEmpty()
                && TokenResponseReader.carriesConsent(request);
    }

    private TokenExchange exchange(GrantAttempt attempt) throws IOException {
        TokenExchange exchange = underWay.during(attempt.client().deviceKey(), () -> {
            requireMayBeSent(attempt);
            return posted(attempt);
        });
        events.publish(new PortnokkelEvent.EndpointAnswered(
                attempt.source(), exchange.exchangeTime(), exchange.skew().map(ClockSkew::ahead)));
        return exchange;
    }

    private void requireMayBeSent(GrantAttempt attempt) {
        if (!keys.mayBeSent(attempt.request(), attempt.configured(), attempt.client())) {
            throw new TokenUnavailableException(OutageProblems.notActive(settings.environment()));
        }
    }

    private TokenExchange posted(GrantAttempt attempt) throws IOException {
        try {
            TokenExchange exchange = TokenExchange.of(
                    attempt.request(),
                    attempt.client().clientId(),
                    attempt.signer(),
                    settings.environment(),
                    http,
                    (jti, signTime) -> {
                        requireMayBeSent(attempt);
                        events.publish(new PortnokkelEvent.GrantSent(attempt.source(), jti, signTime));
                    },
                    clock,
                    nanoClock);
            lastFailed = exchange.response() instanceof TokenResponse.Unavailable;
            return exchange;
        } catch (IOException failed) {
            lastFailed = true;
            throw failed;
        }
    }

    private IssuedToken tokenOf(TokenExchange exchange) {
        if (exchange.response() instanceof TokenResponse.Granted granted) {
            IssuedToken issued = exchange.issued(granted);
            ConsentRule.require(issued.token());
            return issued;
        }
        if (exchange.response() instanceof TokenResponse.Refused refused) {
            throw refusal(refused.refusal(), exchange.skew());
        }
        if (exchange.response() instanceof TokenResponse.Unavailable unavailable) {
            Problem problem = OutageProblems.status(unavailable.status());
            throw unavailable
                    .retryAfter()
                    .map(wait -> new TokenUnavailableException(problem, wait))
                    .orElseGet(() -> new TokenUnavailableException(problem));
        }
        throw new TokenUnavailableException(
                OutageProblems.invalidResponse((TokenResponse.Invalid) exchange.response()));
    }

    private TokenRefusedException refusal(Refusal refusal, Optional<ClockSkew> skew) {
        return new TokenRefusedException(refusal.problem(observation(refusal, skew)), refusal);
    }

    private Optional<Text> observation(Refusal refusal, Optional<ClockSkew> skew) {
        if (refusal instanceof Refusal.TimeRefused) {
            return skew.map(ClockSkew::description);
        }
        boolean mayTakeEffectSoon = refusal.explanation().retry() == Retry.REGISTRATION
                && nanoClock.getAsLong() - createdAtNanos < REGISTRATION_DELAY.toNanos();
        return mayTakeEffectSoon ? Optional.of(FRESH_REGISTRATION) : Optional.empty();
    }

    /** What the attempts of one fetch have in common. */
    private record GrantAttempt(
            ClientSettings configured,
            ClientSettings client,
            GrantSigner signer,
            TokenRequest request,
            Source source) {}
}
