package no.portnokkel.maskinporten.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import org.jspecify.annotations.Nullable;

/** Reads one client. An additional client inherits from its environment, except {@code client-id} and {@code kid}. */
final class ClientReader {
    private static final Text NINE_DIGITS = Text.message("configuration.organisation-number");
    private static final Text SCOPE = Text.message("configuration.scopes");

    private final CheckedValues own;
    private final @Nullable CheckedValues inherited;

    ClientReader(CheckedValues environment) {
        this.own = environment;
        this.inherited = null;
    }

    ClientReader(CheckedValues client, CheckedValues environment) {
        this.own = client;
        this.inherited = environment;
    }

    /** Returns the client; empty if a value is missing or invalid, which the problems of the values describe. */
    Optional<ClientSettings> read() {
        int problemsBefore = own.problems().size();
        Optional<String> clientId = own.text("client-id");
        if (clientId.isEmpty()) {
            own.missing("client-id", Text.message("configuration.client-id"));
        }
        Optional<OrganisationNumber> organisation =
                inherit(values -> values.value("organisation-number", NINE_DIGITS, OrganisationNumber::new));
        if (organisation.isEmpty()
                && inherit(values -> values.text("organisation-number")).isEmpty()) {
            missing("organisation-number", NINE_DIGITS);
        }
        Optional<String> kid = own.text("kid");
        Optional<String> key = kid.isPresent() ? own.text("key") : inherit(values -> values.text("key"));
        if (key.isEmpty()) {
            missing(
                    "key",
                    kid.isPresent()
                            ? Text.message("configuration.key-of-kid")
                            : Text.message("configuration.key-label"));
        }
        X5c x5c = inherit(values -> values.oneOf("x5c", X5c.class)).orElse(X5c.CHAIN);
        SignatureAlgorithm algorithm = inherit(values -> values.oneOf("algorithm", SignatureAlgorithm.class))
                .orElse(SignatureAlgorithm.RS256);
        SortedSet<Scope> scopes = scopes();
        if (own.problems().size() > problemsBefore || clientId.isEmpty() || organisation.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ClientSettings(clientId.get(), organisation.get(), key.get(), kid, x5c, algorithm, scopes));
    }

    /** Reports a value that neither the client nor its environment has. */
    private void missing(String name, Text allowed) {
        if (inherited == null || !inherited.isUnreadable(name)) {
            own.missing(name, allowed);
        }
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

    private <T> Optional<T> inherit(Function<CheckedValues, Optional<T>> reader) {
        Optional<T> ownValue = reader.apply(own);
        return ownValue.isPresent() || inherited == null ? ownValue : reader.apply(inherited);
    }
}
