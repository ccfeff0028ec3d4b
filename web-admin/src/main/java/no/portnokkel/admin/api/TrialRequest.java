package no.portnokkel.admin.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import no.portnokkel.admin.json.RequestBody;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.Text;

/**
 * The body of a trial: a request for a token.
 *
 * @param request the token to fetch
 * @param fresh whether to fetch a new token even if one is cached
 */
record TrialRequest(TokenRequest request, boolean fresh) {
    private static final String SYSTEM_USER_AUTHORITY = "iso6523-actorid-upis";

    /**
     * Reads the body of a trial.
     *
     * @throws ProblemException {@code request-invalid}, naming the invalid member
     * @throws IOException when the connection is closed before the end of the body
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
                .map(digits -> value(
                        body, "pid", Text.message("expected.person-number"), digits, NationalIdentityNumber::new));
        if (person.isPresent()) {
            request = request.aboutPerson(person.get());
        }
        Optional<AuthorizationDetail> detail = detail(body);
        if (detail.isPresent()) {
            request = request.with(detail.get());
        }
        return new TrialRequest(request.forResources(body.strings("resource")), body.flag("fresh"));
    }

    private static TokenRequest scopes(RequestBody body) {
        return value(
                body,
                "scope",
                Text.message("expected.scopes"),
                body.strings("scope").toArray(String[]::new),
                TokenRequest::forScope);
    }

    private static Optional<AuthorizationDetail> detail(RequestBody body) {
        List<RequestBody> details = body.objects("authorizationDetails");
        if (details.size() > 1) {
            throw body.invalidMember("authorizationDetails", Text.message("expected.one-authorization-detail"));
        }
        return details.stream().findFirst().map(TrialRequest::detailOf);
    }

    private static AuthorizationDetail detailOf(RequestBody detail) {
        String type = detail.text("type");
        return switch (type) {
            case AuthorizationDetail.Consent.TYPE -> consent(detail);
            case AuthorizationDetail.SystemUser.TYPE -> systemUser(detail);
            default ->
                throw detail.invalidMember(
                        "type",
                        Text.message(
                                "expected.either",
                                Map.of(
                                        "first",
                                        AuthorizationDetail.Consent.TYPE,
                                        "second",
                                        AuthorizationDetail.SystemUser.TYPE)));
        };
    }

    private static AuthorizationDetail consent(RequestBody detail) {
        detail.requireKnown("type", "id", "from");
        UUID id = value(detail, "id", Text.message("expected.uuid"), detail.text("id"), UUID::fromString);
        Text party = Text.message("expected.party");
        return value(detail, "from", party, detail.text("from"), from -> new AuthorizationDetail.Consent(id, from));
    }

    private static AuthorizationDetail systemUser(RequestBody detail) {
        detail.requireKnown("type", "systemuser_org", "externalRef");
        RequestBody organisation = detail.object("systemuser_org").requireKnown("authority", "ID");
        if (!organisation.text("authority").equals(SYSTEM_USER_AUTHORITY)) {
            throw organisation.invalidMember("authority", Text.verbatim(SYSTEM_USER_AUTHORITY));
        }
        String id = organisation.text("ID");
        if (!id.startsWith("0192:")) {
            throw organisation.invalidMember("ID", Text.message("expected.organisation-id"));
        }
        return new AuthorizationDetail.SystemUser(
                organisation(organisation, "ID", id.substring("0192:".length())), detail.optionalText("externalRef"));
    }

    private static OrganisationNumber organisation(RequestBody body, String name, String digits) {
        return value(body, name, Text.message("expected.organisation-number"), digits, OrganisationNumber::new);
    }

    /** Value types reject with an English message for developers; the caller gets a problem in both languages instead. */
    private static <S, T> T value(RequestBody body, String name, Text expected, S source, Function<S, T> parser) {
        try {
            return parser.apply(source);
        } catch (IllegalArgumentException invalid) {
            throw body.invalidMember(name, expected);
        }
    }
}
