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
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import org.jspecify.annotations.Nullable;

/** Reads one client. A further client inherits from its environment, but never {@code client-id} or {@code kid}. */
final class ClientReader {
    private static final Text NINE_DIGITS = Text.message("client-reader.nine-digits");
    private static final Text SCOPE = Text.message("client-reader.scope");

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

    /** Empty when something is missing or wrong; the problems say what. */
    Optional<ClientSettings> read() {
        int before = own.problems().size();
        Optional<String> clientId = own.text("client-id");
        if (clientId.isEmpty()) {
            own.missing("client-id", Text.message("client-reader.if"));
        }
        Optional<OrganisationNumber> organisation =
                inherit(values -> values.value("organisation-number", NINE_DIGITS, OrganisationNumber::new));
        if (organisation.isEmpty()
                && inherit(values -> values.text("organisation-number")).isEmpty()) {
            own.missing("organisation-number", NINE_DIGITS);
        }
        Optional<String> kid = own.text("kid");
        Optional<String> key = kid.isPresent() ? own.text("key") : inherit(values -> values.text("key"));
        if (key.isEmpty()) {
            own.missing(
                    "key", kid.isPresent() ? Text.message("client-reader.if-2") : Text.message("client-reader.if-3"));
        }
        X5c x5c = inherit(values -> values.oneOf("x5c", X5c.class)).orElse(X5c.CHAIN);
        SignatureAlgorithm algorithm = inherit(values -> values.oneOf("algorithm", SignatureAlgorithm.class))
                .orElse(SignatureAlgorithm.RS256);
        SortedSet<Scope> scopes = scopes();
        if (own.problems().size() > before || clientId.isEmpty() || organisation.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ClientSettings(clientId.get(), organisation.get(), key.get(), kid, x5c, algorithm, scopes));
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

    private <T> Optional<T> inherit(Function<CheckedValues, Optional<T>> reading) {
        Optional<T> mine = reading.apply(own);
        return mine.isPresent() || inherited == null ? mine : reading.apply(inherited);
    }
}
