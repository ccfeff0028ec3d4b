package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
import no.portnokkel.maskinporten.http.ConnectionDroppedException;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;

/**
 * Builds a grant, has it signed in the HSM, and exchanges it for a token. Every attempt is a new grant. Keeps nothing,
 * and makes a second attempt only where a new grant is likely to help: the connection died without an answer, the
 * grant was used, too old or wrongly signed by the HSM, or a consent met a 500.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523, 2.1: JWTs as authorization grants</a>
 */
public final class MaskinportenEndpoint implements TokenSource {
    /** What is registered in self-service reaches Maskinporten within two minutes. */
    private static final Duration REGISTRATION = Duration.ofMinutes(2);

    private final EnvironmentSettings settings;
    private final GrantSigners signers;
    private final HttpTransport http;
    private final BooleanSupplier active;
    private final TokenEventListener events;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final long since;

    /**
     * @param settings of an environment in state {@code READY}
     * @param keys signing keys of its HSM, by label
     * @param http to its token endpoint
     * @param active whether grants may be made for it; asked just before each one is signed
     * @param events told of every exchange
     * @param clock for {@code iat}
     * @param nanoClock monotonic, for lifetimes
     */
    public MaskinportenEndpoint(
            EnvironmentSettings settings,
            Function<String, SigningKey> keys,
            HttpTransport http,
            BooleanSupplier active,
            TokenEventListener events,
            Clock clock,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.signers = new GrantSigners(settings, keys);
        this.http = http;
        this.active = active;
        this.events = events;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.since = nanoClock.getAsLong();
    }

    @Override
    public IssuedToken token(TokenRequest request) {
        String environment = settings.environment().name();
        try {
            IssuedToken issued = fetch(request);
            events.granted(environment, request, issued);
            return issued;
        } catch (TokenException failure) {
            events.failed(environment, request, failure);
            throw failure;
        }
    }

    private IssuedToken fetch(TokenRequest request) {
        ClientSettings client = TokenRequestValidator.clientFor(request, settings);
        Environment environment = settings.environment();
        try {
            return tokenOf(lastAnswer(client, signers.of(client, clock.instant()), request));
        } catch (HsmException failed) {
            Problem problem = failed.fault().problem();
            throw failed.fault().isTransient()
                    ? new TokenUnavailableException(problem, failed)
                    : new TokenRefusedException(problem);
        } catch (ConnectException unreachable) {
            events.unreachable(environment.name());
            throw new TokenUnavailableException(OutageProblems.unreachable(environment, unreachable), unreachable);
        } catch (IOException failed) {
            throw new TokenUnavailableException(OutageProblems.noAnswer(environment, failed), failed);
        }
    }

    private TokenExchange lastAnswer(ClientSettings client, GrantSigner signer, TokenRequest request)
            throws IOException {
        TokenExchange first = overADeadConnection(client, signer, request);
        return aNewGrantMayHelp(first, request) ? exchange(client, signer, request) : first;
    }

    /** A kept connection that has died counts as no attempt. */
    private TokenExchange overADeadConnection(ClientSettings client, GrantSigner signer, TokenRequest request)
            throws IOException {
        try {
            return exchange(client, signer, request);
        } catch (ConnectionDroppedException dropped) {
            return exchange(client, signer, request);
        }
    }

    /** A 500 may be how a revoked consent looks, or an outage: once more tells little, never again tells less. */
    private static boolean aNewGrantMayHelp(TokenExchange first, TokenRequest request) {
        if (first.answer() instanceof TokenResponse.Refused refused) {
            return first.wronglySigned() || refused.refusal().explanation().retry() == Retry.NEW_GRANT;
        }
        return first.answer() instanceof TokenResponse.OutOfOrder broken
                && broken.status() == 500
                && broken.retryAfter().isEmpty()
                && TokenResponseReader.carriesConsent(request);
    }

    private TokenExchange exchange(ClientSettings client, GrantSigner signer, TokenRequest request) throws IOException {
        if (!active.getAsBoolean()) {
            throw new TokenUnavailableException(OutageProblems.switched(settings.environment()));
        }
        TokenExchange exchange =
                TokenExchange.of(request, client.clientId(), signer, settings.environment(), http, clock, nanoClock);
        events.answered(settings.environment().name(), exchange.skew());
        return exchange;
    }

    private IssuedToken tokenOf(TokenExchange exchange) {
        if (exchange.answer() instanceof TokenResponse.Granted granted) {
            IssuedToken issued = exchange.issued(granted);
            ConsentRule.require(issued.token());
            return issued;
        }
        if (exchange.answer() instanceof TokenResponse.Refused refused) {
            throw refused(refused.refusal(), exchange.skew());
        }
        if (exchange.answer() instanceof TokenResponse.OutOfOrder broken) {
            throw broken.retryAfter()
                    .map(wait -> new TokenUnavailableException(OutageProblems.outOfOrder(broken.status()), wait))
                    .orElseGet(() -> new TokenUnavailableException(OutageProblems.outOfOrder(broken.status())));
        }
        throw new TokenUnavailableException(OutageProblems.invalid((TokenResponse.Invalid) exchange.answer()));
    }

    private TokenException refused(Refusal refusal, Optional<ClockSkew> skew) {
        Optional<Text> clockSays =
                refusal instanceof Refusal.TimeRefused ? skew.map(ClockSkew::sentence) : Optional.empty();
        Problem problem = refusal.problem(clockSays);
        boolean maySpread = refusal.explanation().retry() == Retry.REGISTRATION
                && nanoClock.getAsLong() - since < REGISTRATION.toNanos();
        return maySpread ? new TokenUnavailableException(problem) : new TokenRefusedException(problem, refusal);
    }
}
