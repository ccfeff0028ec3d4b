package no.portnokkel.maskinporten.endpoint;

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
                        new Text(
                                "Miljøet " + environment + " har ingen klient "
                                        + request.client().orElse("") + "; det har "
                                        + settings.clients().keySet() + ".",
                                "Environment " + environment + " has no client "
                                        + request.client().orElse("") + "; it has "
                                        + settings.clients().keySet() + "."),
                        new Text(
                                "Bruk et navn under portnokkel.environments." + environment + ".clients.",
                                "Use a name below portnokkel.environments." + environment + ".clients.")));
        Set<Scope> unknown = new TreeSet<>(request.scopes());
        unknown.removeAll(client.scopes());
        if (!client.scopes().isEmpty() && !unknown.isEmpty()) {
            String words = unknown.stream().map(Scope::value).collect(Collectors.joining(" "));
            throw refused(
                    new Text(
                            "Klienten " + client.clientId() + " har ikke scope " + words + ".",
                            "Client " + client.clientId() + " does not have scope " + words + "."),
                    new Text(
                            "Legg scopet til i Samarbeidsportalen og i portnokkel.environments." + environment
                                    + ".scopes, eller be om et annet.",
                            "Add the scope in Samarbeidsportalen and to portnokkel.environments." + environment
                                    + ".scopes, or ask for another."));
        }
        if (request.consumerOrg().filter(client.organisationNumber()::equals).isPresent()) {
            throw refused(
                    new Text(
                            "consumer_org er klientens egen virksomhet.",
                            "consumer_org is the client's own organisation."),
                    new Text("Utelat consumer_org.", "Leave consumer_org out."));
        }
        if (settings.environment().environmentClass() == EnvironmentClass.PRODUCTION
                && persons(request).anyMatch(NationalIdentityNumber::isSynthetic)) {
            throw refused(
                    new Text(
                            "Forespørselen gjelder en testperson, og miljøet " + environment
                                    + " er av klasse production.",
                            "The request is about a test person, and environment " + environment
                                    + " is of class production."),
                    new Text(
                            "Bruk et ekte fødselsnummer, eller et testmiljø.",
                            "Use a real number, or a test environment."));
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
