package no.portnokkel.maskinporten.token;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.http.ConnectionDroppedException;
import no.portnokkel.maskinporten.http.FormPost;
import no.portnokkel.maskinporten.http.HttpAnswer;
import no.portnokkel.problem.Problem;

/**
 * Builds a grant, has it signed in the HSM, and exchanges it for a token. Every attempt is a new grant. Keeps nothing
 * and retries nothing, but for a connection that died without an answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523, 2.1: JWTs as authorization grants</a>
 */
public final class MaskinportenEndpoint implements TokenSource {
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final EnvironmentSettings settings;
    private final Function<String, SigningKey> keys;
    private final FormPost http;
    private final BooleanSupplier active;
    private final TokenEvents events;
    private final Clock clock;
    private final LongSupplier nanoClock;

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
            FormPost http,
            BooleanSupplier active,
            TokenEvents events,
            Clock clock,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.keys = keys;
        this.http = http;
        this.active = active;
        this.events = events;
        this.clock = clock;
        this.nanoClock = nanoClock;
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
        ClientSettings client = RequestRules.clientFor(request, settings);
        try {
            GrantSigner signer = GrantSigner.of(client, keys.apply(client.key()));
            try {
                return exchange(client, signer, request);
            } catch (ConnectionDroppedException dropped) {
                return exchange(client, signer, request);
            }
        } catch (HsmException failed) {
            Problem problem = failed.fault().problem();
            throw failed.fault().healsItself()
                    ? new TokenUnavailableException(problem, failed)
                    : new TokenRefusedException(problem);
        } catch (ConnectException unreachable) {
            events.unreachable(settings.environment().name());
            throw new TokenUnavailableException(Outages.unreachable(settings.environment(), unreachable), unreachable);
        } catch (IOException failed) {
            throw new TokenUnavailableException(Outages.noAnswer(settings.environment(), failed), failed);
        }
    }

    private IssuedToken exchange(ClientSettings client, GrantSigner signer, TokenRequest request) throws IOException {
        if (!active.getAsBoolean()) {
            throw new TokenUnavailableException(Outages.switched(settings.environment()));
        }
        long started = nanoClock.getAsLong();
        Instant now = clock.instant();
        String jti = UUID.randomUUID().toString();
        Grant grant = new Grant(settings.environment().issuer(), client.clientId(), now, jti, request);
        String assertion = signer.sign(grant);
        long signed = nanoClock.getAsLong();
        HttpAnswer answer = http.post(
                settings.environment().tokenEndpoint(), Map.of("grant_type", GRANT_TYPE, "assertion", assertion));
        events.answered(settings.environment().name());
        TokenAnswer read = TokenAnswer.read(answer, request.scopes());
        return new IssuedToken(
                new AccessToken(read.accessToken(), now.plus(read.expiresIn()), read.scopes()),
                jti,
                now,
                started,
                read.expiresIn(),
                Duration.ofNanos(signed - started),
                Duration.ofNanos(nanoClock.getAsLong() - signed));
    }
}
