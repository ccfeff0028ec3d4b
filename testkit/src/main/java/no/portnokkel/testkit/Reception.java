package no.portnokkel.testkit;

import java.net.URI;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.api.IncomeApi;
import no.portnokkel.testkit.grant.GrantCheck;
import no.portnokkel.testkit.http.Answer;
import no.portnokkel.testkit.http.Handler;
import no.portnokkel.testkit.http.Request;
import no.portnokkel.testkit.token.TokenMint;

/** Sends every request to its room. */
final class Reception implements Handler {

    private final Map<String, Handler> rooms;
    private final IncomeApi incomes;

    Reception(URI issuer, TwinBuilder plan, Script script, GrantLog log) {
        TokenMint mint = new TokenMint(issuer, plan.clock(), plan.tokenClaims());
        GrantCheck check = new GrantCheck(issuer, plan.registry(), plan.authority(), plan.clock());
        TokenEndpoint tokens = new TokenEndpoint(issuer, check, mint, plan.clock(), plan.random(), log, script);
        this.incomes = new IncomeApi(mint);
        this.rooms = Map.of(
                "/token", tokens,
                "/jwk", request -> Answer.json(200, mint.publicKeys()),
                "/.well-known/oauth-authorization-server", request -> Answer.json(200, metadata(issuer)),
                "/twin/grants", request -> Answer.json(200, log.shown()));
    }

    long incomesAnswered() {
        return incomes.answered();
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Handler room = request.path().startsWith(IncomeApi.BASE) ? incomes : rooms.get(request.path());
        return room == null ? Answer.text(404, "There is nothing at this address.\n") : room.answer(request);
    }

    private static Map<String, Object> metadata(URI issuer) {
        return Map.of(
                "issuer", issuer.toString(),
                "token_endpoint", issuer.resolve("token").toString(),
                "jwks_uri", issuer.resolve("jwk").toString(),
                "grant_types_supported", List.of("urn:ietf:params:oauth:grant-type:jwt-bearer"),
                "token_endpoint_auth_methods_supported", List.of("private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported", List.of("RS256", "RS384", "RS512"),
                "authorization_details_types_supported", List.of("urn:altinn:systemuser", "urn:altinn:consent"));
    }
}
