package no.portnokkel.maskinporten.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/**
 * What one application may ask for ({@code clients.allow.APPLICATION.*}). Where nothing is configured everything is allowed, and where a
 * value is wrong nothing is.
 *
 * @param application the name of its deployment
 * @param clients further clients; the environment's own client is always allowed
 * @param scopes scopes
 * @param consumers organisations that a token may be requested on behalf of; a request for nobody else is always allowed
 */
public record AllowedRequests(
        String application,
        Optional<Set<String>> clients,
        Optional<Set<Scope>> scopes,
        Optional<Set<OrganisationNumber>> consumers) {
    /** An application that the configuration does not name may ask for everything. */
    public static final AllowedRequests ALL =
            new AllowedRequests("", Optional.empty(), Optional.empty(), Optional.empty());

    private static final Text CLIENTS = Text.message("configuration.clients");
    private static final Text SCOPES = Text.message("configuration.scopes");
    private static final Text CONSUMERS = Text.message("configuration.consumer-orgs");

    /** @param values those below {@code clients.allow.APPLICATION} */
    static AllowedRequests read(String application, CheckedValues values) {
        return new AllowedRequests(
                application,
                words(values, "client", CLIENTS, Function.identity()),
                words(values, "scopes", SCOPES, Scope::new),
                words(values, "consumer-orgs", CONSUMERS, OrganisationNumber::new));
    }

    /** Returns the words of a list; empty if it is unset, and no words if it is wrong. */
    static <T> Optional<Set<T>> words(CheckedValues values, String key, Text allowed, Function<String, T> parser) {
        Optional<Set<T>> read = values.value(key, allowed, text -> {
            Set<T> words = Arrays.stream(text.split("[,\\s]+"))
                    .filter(word -> !word.isEmpty())
                    .map(parser)
                    .collect(Collectors.toUnmodifiableSet());
            if (words.isEmpty()) {
                throw new IllegalArgumentException("There is no word.");
            }
            return words;
        });
        return read.isEmpty() && (values.text(key).isPresent() || values.isUnreadable(key))
                ? Optional.of(Set.of())
                : read;
    }

    /** Returns {@code request-not-allowed} if the application may not ask for this; empty if it may. */
    public Optional<Problem> refusal(TokenRequest request) {
        Optional<String> otherClient = request.client().filter(client -> !isAllowed(clients, client));
        if (otherClient.isPresent()) {
            return Optional.of(Problem.of(
                    ProblemCode.REQUEST_NOT_ALLOWED,
                    "request-not-allowed.client",
                    Map.of("application", application, "asked", otherClient.get())));
        }
        String otherScopes = request.scopes().stream()
                .filter(scope -> !isAllowed(scopes, scope))
                .map(Scope::value)
                .collect(Collectors.joining(" "));
        if (!otherScopes.isEmpty()) {
            return Optional.of(Problem.of(
                    ProblemCode.REQUEST_NOT_ALLOWED,
                    "request-not-allowed.scopes",
                    Map.of("application", application, "asked", otherScopes)));
        }
        return request.consumerOrg()
                .filter(consumer -> !isAllowed(consumers, consumer))
                .map(OrganisationNumber::digits)
                .map(other -> Problem.of(
                        ProblemCode.REQUEST_NOT_ALLOWED,
                        "request-not-allowed.consumer-org",
                        Map.of("application", application, "asked", other)));
    }

    private static <T> boolean isAllowed(Optional<Set<T>> allowed, T asked) {
        return allowed.isEmpty() || allowed.get().contains(asked);
    }

    /** Returns the name of a deployment as a key of the configuration has it: in lower case, other characters as hyphens. */
    public static String nameOf(String deployment) {
        return deployment.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
