package no.portnokkel.admin.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.Text;

/**
 * What somebody wants to try.
 *
 * @param request what to get a token for
 * @param fresh whether a kept token does not count
 */
public record TrialRequest(TokenRequest request, boolean fresh) {
    private static final String SYSTEM_USER_AUTHORITY = "iso6523-actorid-upis";

    /**
     * Reads the body of a trial.
     *
     * @throws ProblemException {@code request-invalid}, naming the member
     * @throws IOException when the connection ends early
     */
    public static TrialRequest read(InputStream json) throws IOException {
        RequestBody body = RequestBody.read(
                json, "scope", "client", "consumerOrg", "resource", "pid", "authorizationDetails", "fresh");
        TokenRequest request = scopes(body);
        Optional<String> client = body.optionalText("client");
        if (client.isPresent()) {
            request = request.byClient(client.get());
        }
        Optional<OrganisationNumber> consumer =
                body.optionalText("consumerOrg").map(digits -> organisation(body, "consumerOrg", digits));
        if (consumer.isPresent()) {
            request = request.onBehalfOf(consumer.get());
        }
        Optional<NationalIdentityNumber> person = body.optionalText("pid")
                .map(digits ->
                        value(body, "pid", Text.message("trial-request.person"), digits, NationalIdentityNumber::new));
        if (person.isPresent()) {
            request = request.aboutPerson(person.get());
        }
        Optional<AuthorizationDetail> detail = detail(body);
        if (detail.isPresent()) {
            request = request.with(detail.get());
        }
        return new TrialRequest(request.forResources(body.words("resource")), body.flag("fresh"));
    }

    private static TokenRequest scopes(RequestBody body) {
        return value(
                body,
                "scope",
                Text.message("trial-request.scopes"),
                body.words("scope").toArray(String[]::new),
                TokenRequest::forScope);
    }

    private static Optional<AuthorizationDetail> detail(RequestBody body) {
        List<RequestBody> details = body.objects("authorizationDetails");
        if (details.size() > 1) {
            throw body.wrong("authorizationDetails", Text.message("trial-request.if"));
        }
        return details.stream().findFirst().map(TrialRequest::detailOf);
    }

    private static AuthorizationDetail detailOf(RequestBody detail) {
        String type = detail.text("type");
        return switch (type) {
            case AuthorizationDetail.Consent.TYPE -> consent(detail);
            case AuthorizationDetail.SystemUser.TYPE -> systemUser(detail);
            default ->
                throw detail.wrong(
                        "type",
                        Text.message(
                                "trial-request.switch",
                                Map.of(
                                        "type",
                                        AuthorizationDetail.Consent.TYPE,
                                        "type2",
                                        AuthorizationDetail.SystemUser.TYPE)));
        };
    }

    private static AuthorizationDetail consent(RequestBody detail) {
        detail.knowing("type", "id", "from");
        UUID id = value(detail, "id", Text.message("trial-request.id"), detail.text("id"), UUID::fromString);
        Text urn = Text.message("trial-request.urn");
        return value(detail, "from", urn, detail.text("from"), from -> new AuthorizationDetail.Consent(id, from));
    }

    private static AuthorizationDetail systemUser(RequestBody detail) {
        detail.knowing("type", "systemuser_org", "externalRef");
        RequestBody organisation = detail.object("systemuser_org").knowing("authority", "ID");
        if (!organisation.text("authority").equals(SYSTEM_USER_AUTHORITY)) {
            throw organisation.wrong(
                    "authority",
                    Text.message("trial-request.if-2", Map.of("systemUserAuthority", SYSTEM_USER_AUTHORITY)));
        }
        String id = organisation.text("ID");
        if (!id.startsWith("0192:")) {
            throw organisation.wrong("ID", Text.message("trial-request.if-3"));
        }
        return new AuthorizationDetail.SystemUser(
                organisation(organisation, "ID", id.substring("0192:".length())), detail.optionalText("externalRef"));
    }

    private static OrganisationNumber organisation(RequestBody body, String name, String digits) {
        return value(body, name, Text.message("trial-request.organisation"), digits, OrganisationNumber::new);
    }

    /** The vocabulary refuses with a message in English; the caller is told in both languages. */
    private static <S, T> T value(RequestBody body, String name, Text expected, S source, Function<S, T> reading) {
        try {
            return reading.apply(source);
        } catch (IllegalArgumentException refused) {
            throw body.wrong(name, expected);
        }
    }
}
