package no.portnokkel.management;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.runtime.PortnokkelOperations.CachedTokenInfo;
import no.portnokkel.runtime.PortnokkelOperations.TrialResult;

/** JSON of tokens: never their values, and with masked persons' numbers. */
public final class TokenView {
    private TokenView() {}

    /** Returns the cached tokens. */
    public static JsonArray cached(List<CachedTokenInfo> tokens) {
        return JsonMembers.array(tokens.stream()
                .map(token -> request(token.request())
                        .put("expiresAt", token.expiresAt().toString())
                        .object())
                .toList());
    }

    private static JsonMembers request(TokenRequest request) {
        JsonMembers members = new JsonMembers()
                .put("scope", request.scopeText())
                .put("client", request.client())
                .put("consumerOrg", request.consumerOrg().map(OrganisationNumber::digits))
                .put("pid", request.pid().map(NationalIdentityNumber::toString)); // masked
        if (!request.resources().isEmpty()) {
            members.put("resource", JsonMembers.texts(request.resources()));
        }
        if (!request.authorizationDetails().isEmpty()) {
            members.put(
                    "authorizationDetails",
                    JsonMembers.array(request.authorizationDetails().stream()
                            .map(TokenView::detail)
                            .toList()));
        }
        return members;
    }

    private static JsonObject detail(AuthorizationDetail detail) {
        Object type = detail.members().getOrDefault("type", "");
        JsonMembers members = new JsonMembers().put("type", type.toString());
        if (detail instanceof AuthorizationDetail.Consent consent) { // its "from" may contain a person's number
            members.put("id", consent.id().toString());
        }
        if (detail instanceof AuthorizationDetail.SystemUser user) {
            members.put("organisationNumber", user.organisation().digits());
        }
        return members.object();
    }

    /** Returns the result of a trial. */
    public static JsonObject trial(TrialResult trial) {
        return new JsonMembers()
                .put("claims", trial.claims())
                .put("expiresIn", trial.expiresIn().toSeconds())
                .put("cached", trial.cached())
                .put(
                        "timings",
                        new JsonMembers()
                                .put("signMillis", trial.sign().toMillis())
                                .put("exchangeMillis", trial.exchange().toMillis())
                                .object())
                .object();
    }
}
