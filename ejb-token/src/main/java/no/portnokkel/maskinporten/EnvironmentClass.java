package no.portnokkel.maskinporten;

import java.util.Locale;

/** What is at stake in an environment. Decides which certificates are accepted and who may switch. */
public enum EnvironmentClass {
    TEST,
    PRODUCTION;

    /** The name as configuration and HTTP show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
