package no.portnokkel.testkit;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.grant.GrantCheck;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer.Handler;
import no.portnokkel.testkit.token.TokenIssuer;
import org.jspecify.annotations.Nullable;

/** Creates the twin's handlers and routes each request to the handler of its path. */
final class Router implements Handler {

    private static final String MARKER_HEADER = "X-Portnokkel-Twin";

    private final Map<String, Handler> handlers;
    private final TokenIssuer tokens;
    private final IncomeApi incomeApi;
    private final TaxSummaryApi taxSummaryApi;

    /** @param address that the twin listens on; may differ from the issuer */
    Router(URI address, URI issuer, TwinBuilder builder, Clock clock, FaultPlan faults, GrantLog log) {
        this.tokens = builder.tokenIssuer(issuer, clock);
        GrantCheck check = new GrantCheck(issuer, builder.registry(), builder.authority(), clock);
        TokenEndpoint.ErrorResponses errors =
                new TokenEndpoint.ErrorResponses(issuer, builder.errorFormat(), builder.random());
        this.incomeApi = new IncomeApi(tokens);
        this.taxSummaryApi = new TaxSummaryApi(tokens);
        this.handlers = Map.of(
                "/token",
                new TokenEndpoint(check, tokens, errors, clock, log, faults),
                "/jwk",
                request -> HttpResponse.json(200, tokens.publicKeys()),
                "/.well-known/oauth-authorization-server",
                request -> HttpResponse.json(200, metadata(address, issuer)),
                "/twin/grants",
                request -> HttpResponse.json(200, log.toJson()),
                "/twin/faults",
                new FaultHandler(faults),
                "/twin/state",
                new StateHandler(builder.registry(), new StateReader(clock)));
    }

    TokenIssuer tokens() {
        return tokens;
    }

    long incomesAnswered() {
        return incomeApi.answered();
    }

    @Override
    public HttpResponse answer(HttpRequest request) throws InterruptedException {
        Handler handler = handler(request.path());
        HttpResponse response =
                handler == null ? HttpResponse.text(404, "This address does not exist.\n") : handler.answer(request);
        return response.with(MARKER_HEADER, "not Maskinporten");
    }

    private @Nullable Handler handler(String path) {
        if (path.startsWith(IncomeApi.BASE)) {
            return incomeApi;
        }
        return path.startsWith(TaxSummaryApi.BASE) ? taxSummaryApi : handlers.get(path);
    }

    private static Map<String, Object> metadata(URI address, URI issuer) {
        return Map.of(
                "issuer", issuer.toString(),
                "token_endpoint", address.resolve("token").toString(),
                "jwks_uri", address.resolve("jwk").toString(),
                "grant_types_supported", List.of("urn:ietf:params:oauth:grant-type:jwt-bearer"),
                "token_endpoint_auth_methods_supported", List.of("private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported", List.of("RS256", "RS384", "RS512"),
                "authorization_details_types_supported", List.of("urn:altinn:systemuser", "urn:altinn:consent"));
    }
}
