package no.portnokkel.maskinporten.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.ClientValues;

/** Reads one client. An additional client inherits from its environment, except {@code client-id} and {@code kid}. */
final class ClientReader {
    private static final Text SCOPE = Text.message("configuration.scopes");

    private static final Text ALGORITHMS = Text.verbatim(SignatureAlgorithm.OF_GRANTS.stream()
            .map(algorithm -> algorithm.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));

    private final CheckedValues own;
    private final CheckedValues environment;
    private final ClientValues values;

    ClientReader(CheckedValues environment) {
        this.own = environment;
        this.environment = environment;
        this.values = new ClientValues(environment);
    }

    ClientReader(CheckedValues client, CheckedValues environment) {
        this.own = client;
        this.environment = environment;
        this.values = new ClientValues(client, environment);
    }

    /** Returns the client; empty if a value is missing or invalid, which the problems of the values describe. */
    Optional<ClientSettings> read() {
        int problemsBefore = own.problems().size();
        Optional<String> clientId = values.clientId();
        Optional<OrganisationNumber> organisation = values.organisationNumber(OrganisationNumber::new);
        Optional<String> kid = values.kid();
        Optional<String> key = values.key();
        X5c x5c = values.inherit(from -> from.oneOf("x5c", X5c.class)).orElse(X5c.CHAIN);
        SignatureAlgorithm algorithm = values.inherit(
                        from -> from.value("algorithm", ALGORITHMS, SignatureAlgorithm::ofGrants))
                .orElse(SignatureAlgorithm.RS256);
        SortedSet<Scope> scopes = scopes();
        if (own.problems().size() > problemsBefore || clientId.isEmpty() || organisation.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClientSettings(
                clientId.get(),
                organisation.get(),
                environment.text("hsm").orElse(""),
                key.get(),
                kid,
                x5c,
                algorithm,
                scopes));
    }

    private SortedSet<Scope> scopes() {
        return own.value(
                        "scopes",
                        SCOPE,
                        text -> Arrays.stream(text.split("[,\\s]+"))
                                .filter(word -> !word.isEmpty())
                                .map(Scope::new)
                                .collect(Collectors.toCollection(TreeSet::new)))
                .orElseGet(TreeSet::new);
    }
}
