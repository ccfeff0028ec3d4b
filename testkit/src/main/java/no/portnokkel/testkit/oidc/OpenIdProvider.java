package no.portnokkel.testkit.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider on loopback with one client. Whoever comes to its authorization endpoint is signed in at once, as the account
 * of {@link #signsIn}. Safe for any number of threads.
 *
 * <pre>{@code
 * try (OpenIdProvider provider = OpenIdProvider.start(0, Clock.systemUTC())) {
 *     provider.signsIn(OpenIdAccount.of("4711", "kari", "operators"));
 *     provider.lies(Lie.EXPIRED);
 *     ...
 * }
 * }</pre>
 */
public final class OpenIdProvider implements AutoCloseable {
    /** The one client. */
    public static final String CLIENT_ID = "control-room";
    /** Its secret. */
    public static final String CLIENT_SECRET = "a-client-secret-of-more-than-32-characters";

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(200); // before each byte of a slow answer
    private static final long HUGE = 64L * 1024 * 1024; // bytes

    private final Clock clock;
    private final URI issuer;
    private final LyingTokens tokens = new LyingTokens(CLIENT_SECRET);
    private final Map<String, AuthorizationCode> codes = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile OpenIdAccount account = OpenIdAccount.of("4711", "kari", "operators");
    private volatile @Nullable Lie lie;
    private volatile String acr = "";
    private volatile Optional<String> endedSession = Optional.empty();
    private @Nullable LoopbackServer server;

    private OpenIdProvider(LoopbackServer listener, Clock clock) {
        this.clock = clock;
        this.issuer = URI.create("http://127.0.0.1:" + listener.port() + "/realms/bank");
        this.server = listener;
        listener.serve(this::answer, clock);
    }

    /**
     * Starts a provider.
     *
     * @param port 0 for any free port
     * @throws IOException the port is in use
     */
    public static OpenIdProvider start(int port, Clock clock) throws IOException {
        return new OpenIdProvider(LoopbackServer.bind(port), clock);
    }

    /** Returns the issuer; its endpoints are below it. */
    public URI issuer() {
        return issuer;
    }

    /** Sets who is signed in from now on. */
    public void signsIn(OpenIdAccount next) {
        account = next;
    }

    /** Tells this lie from now on. */
    public void lies(Lie next) {
        lie = next;
    }

    /** Tells the truth again. */
    public void isHonest() {
        lie = null;
    }

    /** Confirms this {@code acr} from now on; empty for none. */
    public void confirms(String value) {
        acr = value;
    }

    /** Returns the {@code id_token_hint} of the last sign-out. */
    public Optional<String> endedSession() {
        return endedSession;
    }

    /** Returns how many requests have arrived. */
    public long requests() {
        return requests.get();
    }

    /** Returns an access token (RFC 9068) of the account that is signed in. */
    public String accessToken(String audience) {
        return accessToken(audience, "at+jwt");
    }

    /**
     * Returns an access token of the account that is signed in.
     *
     * @param type header {@code typ}; {@code at+jwt} for RFC 9068
     */
    public String accessToken(String audience, String type) {
        Map<String, Object> claims = claims(audience);
        claims.put("client_id", CLIENT_ID);
        claims.put("jti", UUID.randomUUID().toString());
        return tokens.sign(claims, type, lie);
    }

    /** Closes the port; the provider is down until {@link #restart}. */
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Opens the same port again. */
    public synchronized void restart() {
        if (server == null) {
            try {
                server = LoopbackServer.bindAgain(issuer.getPort());
                server.serve(this::answer, clock);
            } catch (IOException inUse) {
                throw new UncheckedIOException("The provider's port is taken.", inUse);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    private HttpResponse answer(HttpRequest request) {
        requests.incrementAndGet();
        return switch (request.path().replaceFirst(issuer.getPath(), "")) {
            case "/.well-known/openid-configuration" -> metadata();
            case "/keys" ->
                lie == Lie.NULL_KEYS ? HttpResponse.text(200, "null") : HttpResponse.json(200, tokens.publicKeys());
            case "/authorize" -> authorize(Parameters.parse(request.query()));
            case "/token" -> token(request, Parameters.parse(request.body()));
            case "/logout" -> logout(Parameters.parse(request.query()));
            default -> HttpResponse.text(404, "This address does not exist.\n");
        };
    }

    private HttpResponse metadata() {
        Map<String, Object> metadata = new TreeMap<>(Map.of(
                "issuer",
                lie == Lie.METADATA_OF_OTHER_ISSUER ? "https://evil.example" : issuer.toString(),
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                lie == Lie.PLAIN_TOKEN_ENDPOINT ? "http://bank.example/token" : issuer + "/token",
                "jwks_uri",
                issuer + "/keys",
                "end_session_endpoint",
                issuer + "/logout",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"),
                "code_challenge_methods_supported",
                List.of("S256"),
                "authorization_response_iss_parameter_supported",
                true));
        HttpResponse truth = HttpResponse.json(200, metadata);
        return lie == Lie.HUGE_METADATA
                ? HttpResponse.endless(HUGE)
                : lie == Lie.SLOW_METADATA ? truth.dripping(PAUSE) : truth;
    }

    private HttpResponse authorize(Parameters query) {
        boolean isValid = query.is("response_type", "code")
                && query.is("client_id", CLIENT_ID)
                && query.is("code_challenge_method", "S256")
                && query.value("scope").contains("openid")
                && !query.value("redirect_uri").isEmpty();
        if (!isValid) {
            return HttpResponse.text(400, "The authorization request is not valid.\n");
        }
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                new AuthorizationCode(
                        account, query.value("redirect_uri"), query.value("nonce"), query.value("code_challenge")));
        StringBuilder location = new StringBuilder(query.value("redirect_uri"))
                .append("?code=")
                .append(code)
                .append("&state=")
                .append(lie == Lie.OTHER_STATE ? "another" : encoded(query.value("state")));
        if (lie != Lie.NO_RESPONSE_ISSUER) {
            location.append("&iss=")
                    .append(encoded(lie == Lie.OTHER_RESPONSE_ISSUER ? "https://evil.example" : issuer.toString()));
        }
        if (lie == Lie.CODE_TWICE) {
            location.append("&code=").append(code);
        }
        return HttpResponse.text(303, "").with("Location", location.toString());
    }

    private HttpResponse token(HttpRequest request, Parameters form) {
        AuthorizationCode code = codes.remove(form.value("code")); // for one use
        if (!form.isOfClient(request)) {
            return HttpResponse.json(401, Map.of("error", "invalid_client"));
        }
        if (code == null || !code.fits(form)) {
            return HttpResponse.json(400, Map.of("error", "invalid_grant"));
        }
        Map<String, Object> claims = claims(CLIENT_ID, code.account());
        claims.put("nonce", code.nonce());
        Map<String, Object> answer = new TreeMap<>(
                Map.of("access_token", "opaque", "token_type", "Bearer", "id_token", tokens.sign(claims, "JWT", lie)));
        if (lie == Lie.NO_ID_TOKEN) {
            answer.remove("id_token");
        }
        HttpResponse truth = HttpResponse.json(200, answer);
        if (lie == Lie.HUGE_TOKEN_RESPONSE) {
            return HttpResponse.endless(HUGE);
        }
        if (lie == Lie.NO_JSON) {
            return HttpResponse.text(200, "Welcome!");
        }
        return lie == Lie.SLOW_TOKEN_RESPONSE ? truth.dripping(PAUSE) : truth;
    }

    private HttpResponse logout(Parameters query) {
        endedSession = Optional.of(query.value("id_token_hint"));
        return HttpResponse.text(303, "").with("Location", query.value("post_logout_redirect_uri"));
    }

    private Map<String, Object> claims(String audience) {
        return claims(audience, account);
    }

    private Map<String, Object> claims(String audience, OpenIdAccount of) {
        Instant now = clock.instant();
        Map<String, Object> claims = new TreeMap<>(Map.of(
                "iss", issuer.toString(),
                "sub", of.subject(),
                "aud", audience,
                "iat", now.getEpochSecond(),
                "exp", now.plus(LIFETIME).getEpochSecond(),
                "preferred_username", of.name(),
                "groups", of.groups()));
        if (!acr.isEmpty()) {
            claims.put("acr", acr);
        }
        return claims;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
