package no.portnokkel.testkit;

import java.net.URI;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.api.IncomeApi;
import no.portnokkel.testkit.api.TaxSummaryApi;
import no.portnokkel.testkit.grant.GrantCheck;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.state.StateHandler;
import no.portnokkel.testkit.state.StateReader;
import no.portnokkel.testkit.token.TokenIssuer;
import org.jspecify.annotations.Nullable;

/** Sends every request to its room. */
final class Router implements Handler {

    private static final String SIGN = "X-Portnokkel-Twin";

    private final Map<String, Handler> rooms;
    private final IncomeApi incomes;
    private final TaxSummaryApi taxes;

    /** @param address where the twin listens; the issuer may be another */
    Router(URI address, URI issuer, TwinBuilder plan, TwinClock clock, FaultPlan script, GrantLog log) {
        TokenIssuer mint = new TokenIssuer(issuer, clock, plan.tokenClaims(), plan.mintKey());
        GrantCheck check = new GrantCheck(issuer, plan.registry(), plan.authority(), clock);
        ErrorResponses refusals = new ErrorResponses(issuer, plan.answerEra(), plan.random());
        this.incomes = new IncomeApi(mint);
        this.taxes = new TaxSummaryApi(mint);
        this.rooms = Map.of(
                "/token",
                new TokenEndpoint(check, mint, refusals, clock, log, script),
                "/jwk",
                request -> HttpResponse.json(200, mint.publicKeys()),
                "/.well-known/oauth-authorization-server",
                request -> HttpResponse.json(200, metadata(address, issuer)),
                "/twin/grants",
                request -> HttpResponse.json(200, log.shown()),
                "/twin/faults",
                new FaultHandler(script),
                "/twin/state",
                new StateHandler(plan.registry(), new StateReader(clock)));
    }

    long incomesAnswered() {
        return incomes.answered();
    }

    @Override
    public HttpResponse answer(HttpRequest request) throws InterruptedException {
        Handler room = room(request.path());
        HttpResponse answer =
                room == null ? HttpResponse.text(404, "There is nothing at this address.\n") : room.answer(request);
        return answer.with(SIGN, "not Maskinporten");
    }

    private @Nullable Handler room(String path) {
        if (path.startsWith(IncomeApi.BASE)) {
            return incomes;
        }
        return path.startsWith(TaxSummaryApi.BASE) ? taxes : rooms.get(path);
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
