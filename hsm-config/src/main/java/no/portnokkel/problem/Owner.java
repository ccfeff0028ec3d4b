package no.portnokkel.problem;

import java.util.Locale;

/** Who can mend a problem. */
public enum Owner {
    DEVELOPER,
    OPERATOR,
    SECURITY_OFFICER,
    API_OWNER,
    ALTINN_ADMINISTRATOR,
    DIGDIR;

    /** The name as users and scripts see it, for example {@code security-officer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
