package no.portnokkel.maskinporten.endpoint;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** What can be seen to be wrong with a request before the HSM is troubled. */
final class TokenRequestValidator {
    private TokenRequestValidator() {}

    /** @throws TokenRefusedException {@code request-invalid} */
    static ClientSettings clientFor(TokenRequest request, EnvironmentSettings settings) {
        String environment = settings.environment().name();
        ClientSettings client = settings.client(request.client())
                .orElseThrow(() -> refused(
                        Text.message(
                                "token-request-validator.client",
                                Map.of(
                                        "environment",
                                        environment,
                                        "client",
                                        request.client().orElse(""),
                                        "keySet",
                                        settings.clients().keySet())),
                        Text.message("token-request-validator.client-2", Map.of("environment", environment))));
        Set<Scope> unknown = new TreeSet<>(request.scopes());
        unknown.removeAll(client.scopes());
        if (!client.scopes().isEmpty() && !unknown.isEmpty()) {
            String words = unknown.stream().map(Scope::value).collect(Collectors.joining(" "));
            throw refused(
                    Text.message(
                            "token-request-validator.words", Map.of("clientId", client.clientId(), "words", words)),
                    Text.message("token-request-validator.words-2", Map.of("environment", environment)));
        }
        if (request.consumerOrg().filter(client.organisationNumber()::equals).isPresent()) {
            throw refused(Text.message("token-request-validator.if"), Text.message("token-request-validator.if-2"));
        }
        if (settings.environment().environmentClass() == EnvironmentClass.PRODUCTION
                && persons(request).anyMatch(NationalIdentityNumber::isSynthetic)) {
            throw refused(
                    Text.message("token-request-validator.if-3", Map.of("environment", environment)),
                    Text.message("token-request-validator.if-4"));
        }
        return client;
    }

    private static Stream<NationalIdentityNumber> persons(TokenRequest request) {
        Stream<NationalIdentityNumber> consenting = request.authorizationDetails().stream()
                .filter(AuthorizationDetail.Consent.class::isInstance)
                .flatMap(detail -> ((AuthorizationDetail.Consent) detail).person().stream());
        return Stream.concat(request.pid().stream(), consenting);
    }

    private static TokenRefusedException refused(Text detail, Text remedy) {
        return new TokenRefusedException(Problem.of(ProblemCode.REQUEST_INVALID, detail, remedy));
    }
}
