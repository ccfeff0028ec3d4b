package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.Requested;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.TokenException;
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
    /** A registration in Samarbeidsportalen takes effect within two minutes. */
    private static final Duration REGISTRATION_DELAY = Duration.ofMinutes(2);

    private final EnvironmentSettings settings;
    private final GrantSigners signers;
    private final HttpTransport http;
    private final BooleanSupplier isActive;
    private final EventPublisher events;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final long createdAtNanos;

    MaskinportenEndpoint(
            EnvironmentSettings settings,
            Function<String, SigningKey> keys,
            HttpTransport http,
            BooleanSupplier isActive,
            EventPublisher events,
            Clock clock,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.signers = new GrantSigners(settings, keys);
        this.http = http;
        this.isActive = isActive;
        this.events = events;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.createdAtNanos = nanoClock.getAsLong();
    }

    /**
     * Returns a source that fetches tokens from one environment and waits as long as Maskinporten asks ({@code Retry-After}).
     *
     * @param settings of an environment in state {@code READY}
     * @param keys returns the signing key with a label
     * @param http to the token endpoint
     * @param isActive whether grants may be sent to the environment; evaluated immediately before each signature
     * @param clock for {@code iat}
     * @param nanoClock monotonic, in nanoseconds; for lifetimes
     */
    public static TokenSource tokenSource(
            EnvironmentSettings settings,
            Function<String, SigningKey> keys,
            HttpTransport http,
            BooleanSupplier isActive,
            EventPublisher events,
            Clock clock,
            LongSupplier nanoClock) {
        TokenSource endpoint = new MaskinportenEndpoint(settings, keys, http, isActive, events, clock, nanoClock);
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
                    refused.refusal().filter(MaskinportenEndpoint::isOfClient).isPresent()));
            throw refused;
        } catch (TokenUnavailableException failed) {
            events.publish(new PortnokkelEvent.TokenUnavailable(source, requested, failed.problem()));
            throw failed;
        }
    }

    private IssuedToken fetch(TokenRequest request, Source source) {
        ClientSettings client = TokenRequestValidator.clientFor(request, settings);
        Environment environment = settings.environment();
        try {
            GrantAttempt attempt = new GrantAttempt(client, signers.of(client, clock.instant()), request, source);
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

    private TokenExchange exchangeWithRetry(GrantAttempt attempt) throws IOException {
        TokenExchange first = exchangeOverLiveConnection(attempt);
        return newGrantMayHelp(first, attempt.request()) ? exchange(attempt) : first;
    }

    private static boolean isOfClient(Refusal refusal) {
        return refusal instanceof Refusal.ClientRefused
                || refusal instanceof Refusal.CertificateRefused
                || refusal instanceof Refusal.RegisteredKeyRefused;
    }

    /** An attempt over a cached connection that the server had closed is not counted. */
    private TokenExchange exchangeOverLiveConnection(GrantAttempt attempt) throws IOException {
        try {
            return exchange(attempt);
        } catch (ConnectionDroppedException dropped) {
            return exchange(attempt);
        }
    }

    /** A 500 after a consent may mean that it was revoked, or be an outage. One more attempt is made, then none. */
    private static boolean newGrantMayHelp(TokenExchange first, TokenRequest request) {
        if (first.response() instanceof TokenResponse.Refused refused) {
            return first.invalidSignature() || refused.refusal().explanation().retry() == Retry.NEW_GRANT;
        }
        return first.response() instanceof TokenResponse.Unavailable unavailable
                && unavailable.status() == 500
                && unavailable.retryAfter().isEmpty()
                && TokenResponseReader.carriesConsent(request);
    }

    private TokenExchange exchange(GrantAttempt attempt) throws IOException {
        if (!isActive.getAsBoolean()) {
            throw new TokenUnavailableException(OutageProblems.notActive(settings.environment()));
        }
        TokenExchange exchange = TokenExchange.of(
                attempt.request(),
                attempt.client().clientId(),
                attempt.signer(),
                settings.environment(),
                http,
                (jti, signTime) -> events.publish(new PortnokkelEvent.GrantSent(attempt.source(), jti, signTime)),
                clock,
                nanoClock);
        events.publish(new PortnokkelEvent.EndpointAnswered(
                attempt.source(), exchange.exchangeTime(), exchange.skew().map(ClockSkew::ahead)));
        return exchange;
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

    private TokenException refusal(Refusal refusal, Optional<ClockSkew> skew) {
        Optional<Text> clockFinding =
                refusal instanceof Refusal.TimeRefused ? skew.map(ClockSkew::description) : Optional.empty();
        Problem problem = refusal.problem(clockFinding);
        boolean mayTakeEffectSoon = refusal.explanation().retry() == Retry.REGISTRATION
                && nanoClock.getAsLong() - createdAtNanos < REGISTRATION_DELAY.toNanos();
        return mayTakeEffectSoon ? new TokenUnavailableException(problem) : new TokenRefusedException(problem, refusal);
    }

    /** What the attempts of one fetch have in common. */
    private record GrantAttempt(ClientSettings client, GrantSigner signer, TokenRequest request, Source source) {}
}
