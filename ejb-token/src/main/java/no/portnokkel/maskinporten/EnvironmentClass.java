package no.portnokkel.maskinporten;

import java.util.Locale;

/** Whether an environment is for test or production. Decides which certificates are accepted and who may switch to it. */
public enum EnvironmentClass {
    TEST,
    PRODUCTION;

    /** Returns the name as it appears in configuration and HTTP: {@code test} or {@code production}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
