package no.portnokkel.hsm.pkcs11;

import java.util.Locale;
import no.portnokkel.problem.Text;

/** The steps from a module file to a proven key, in the order in which they are taken. */
public enum ConnectionCheck {
    MODULE,
    LIBRARY,
    TOKEN,
    TOKEN_FLAGS,
    PIN,
    LOGIN,
    KEYS,
    ATTRIBUTES,
    CERTIFICATE,
    VALIDITY,
    SIGNATURE,
    /** Whether the application would sign with this configuration and these keys. */
    CONFIGURATION;

    /** Returns the step that scripts see, for example {@code token-flags}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a few words for people. */
    public Text title() {
        return Text.message("check." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /**
     * Receives each successful step of a connection attempt, so that {@code doctor} shows exactly what the application
     * does.
     */
    @FunctionalInterface
    public interface Listener {
        /** Ignores all steps. */
        Listener NONE = (check, finding) -> {};

        /**
         * Called when a step has succeeded.
         *
         * @param finding what was found, in one sentence without a secret
         */
        void passed(ConnectionCheck check, Text finding);
    }
}
