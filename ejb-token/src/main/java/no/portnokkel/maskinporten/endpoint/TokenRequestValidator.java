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

/** Rejects invalid requests before the HSM signs. */
final class TokenRequestValidator {
    private TokenRequestValidator() {}

    /**
     * Returns the client of a valid request.
     *
     * @throws TokenRefusedException {@code request-invalid}, {@code request-not-allowed}
     */
    static ClientSettings clientFor(TokenRequest request, EnvironmentSettings settings) {
        settings.allowed().refusal(request).ifPresent(problem -> {
            throw new TokenRefusedException(problem);
        });
        String environment = settings.environment().name();
        ClientSettings client = settings.client(request.client())
                .orElseThrow(() -> new TokenRefusedException(Problem.of(
                        ProblemCode.REQUEST_INVALID,
                        "request-invalid.unknown-client",
                        Map.of(
                                "environment",
                                environment,
                                "client",
                                request.client().orElse(""),
                                "clients",
                                settings.clients().keySet()))));
        Set<Scope> missing = new TreeSet<>(request.scopes());
        missing.removeAll(client.scopes());
        if (!client.scopes().isEmpty() && !missing.isEmpty()) {
            throw new TokenRefusedException(Problem.of(
                    ProblemCode.REQUEST_INVALID,
                    "request-invalid.scope-of-client",
                    Map.of(
                            "clientId",
                            client.clientId(),
                            "scopes",
                            missing.stream().map(Scope::value).collect(Collectors.joining(" ")),
                            "environment",
                            environment)));
        }
        if (request.consumerOrg().filter(client.organisationNumber()::equals).isPresent()) {
            throw new TokenRefusedException(
                    Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.own-consumer-org"));
        }
        if (settings.environment().environmentClass() == EnvironmentClass.PRODUCTION
                && persons(request).anyMatch(NationalIdentityNumber::isSynthetic)) {
            throw new TokenRefusedException(Problem.of(
                    ProblemCode.REQUEST_INVALID,
                    "request-invalid.synthetic-person",
                    Map.of("environment", environment)));
        }
        return client;
    }

    private static Stream<NationalIdentityNumber> persons(TokenRequest request) {
        Stream<NationalIdentityNumber> consenting = request.authorizationDetails().stream()
                .filter(AuthorizationDetail.Consent.class::isInstance)
                .flatMap(detail -> ((AuthorizationDetail.Consent) detail).person().stream());
        return Stream.concat(request.pid().stream(), consenting);
    }
}
