package no.portnokkel.settings;

import java.util.Optional;
import java.util.function.Function;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/**
 * The values that make a client one unit: client, owner, key and {@code kid} belong together. An additional client inherits from its
 * environment, except {@code client-id} and {@code kid}; with its own {@code kid} goes its own {@code key}. For the application and for
 * the officer's command line.
 */
public final class ClientValues {
    private static final Text NINE_DIGITS = Text.message("configuration.organisation-number");

    private final CheckedValues own;
    private final @Nullable CheckedValues inherited;

    /** Creates a reader of the environment's own client. */
    public ClientValues(CheckedValues environment) {
        this.own = environment;
        this.inherited = null;
    }

    /** Creates a reader of an additional client. */
    public ClientValues(CheckedValues client, CheckedValues environment) {
        this.own = client;
        this.inherited = environment;
    }

    /** Returns the {@code client-id}; a missing or wrong one is reported. */
    public Optional<String> clientId() {
        Optional<String> clientId = own.identifier("client-id");
        if (own.text("client-id").isEmpty()) {
            own.missing("client-id", Text.message("configuration.client-id"));
        }
        return clientId;
    }

    /**
     * Returns the owner; a missing or wrong one is reported.
     *
     * @param parser throws IllegalArgumentException unless the text is nine digits with a correct check digit
     */
    public <T> Optional<T> organisationNumber(Function<String, T> parser) {
        Optional<T> organisation = inherit(values -> values.value("organisation-number", NINE_DIGITS, parser));
        if (organisation.isEmpty()
                && inherit(values -> values.text("organisation-number")).isEmpty()) {
            missing("organisation-number", NINE_DIGITS);
        }
        return organisation;
    }

    /** Returns the id of the registered key; empty when grants carry the certificate. A wrong one is reported. */
    public Optional<String> kid() {
        return own.identifier("kid");
    }

    /** Returns the label of the signing key; a missing one is reported. */
    public Optional<String> key() {
        boolean hasKid = own.text("kid").isPresent();
        Optional<String> key = hasKid ? own.text("key") : inherit(values -> values.text("key"));
        if (key.isEmpty()) {
            missing("key", Text.message(hasKid ? "configuration.key-of-kid" : "configuration.key-label"));
        }
        return key;
    }

    /** Returns what the client's own values give, else those of its environment. */
    public <T> Optional<T> inherit(Function<CheckedValues, Optional<T>> reader) {
        Optional<T> ownValue = reader.apply(own);
        return ownValue.isPresent() || inherited == null ? ownValue : reader.apply(inherited);
    }

    /** Reports a value that neither the client nor its environment has. */
    private void missing(String name, Text allowed) {
        if (inherited == null || !inherited.isUnreadable(name)) {
            own.missing(name, allowed);
        }
    }
}
