package no.portnokkel.problem;

import java.util.Locale;

/** The person who can fix a problem. */
public enum Owner {
    DEVELOPER,
    OPERATOR,
    SECURITY_OFFICER,
    API_OWNER,
    ALTINN_ADMINISTRATOR,
    DIGDIR;

    /** Returns the name that users and scripts see, for example {@code security-officer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
