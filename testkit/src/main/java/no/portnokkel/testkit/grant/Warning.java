package no.portnokkel.testkit.grant;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** A deviation from Digdir's documentation that Maskinporten accepts. A stricter test can assert that there are none. */
public enum Warning {
    /** The claim {@code nbf}, which is not documented; clients in production send it. */
    NOT_BEFORE,
    /** {@code resource} is a string; the documentation has an array. */
    RESOURCE_AS_TEXT,
    /** {@code iat} is more than 10 s old; {@code exp} has not passed. */
    OLD_ISSUE_TIME,
    /** {@code exp} has passed, within the tolerance of 10 s. */
    EXPIRED_WITHIN_TOLERANCE,
    /** {@code jti} is absent; it is recommended. */
    NO_IDENTIFIER,
    /** The header has {@code typ}, which is not documented. */
    TYPE_HEADER;

    /** Returns the warnings for an accepted grant. */
    static Set<Warning> of(PresentedGrant grant, long now) {
        Set<Warning> warnings = EnumSet.noneOf(Warning.class);
        BiConsumer<Warning, Boolean> addIf = (warning, found) -> {
            if (found) {
                warnings.add(warning);
            }
        };
        addIf.accept(NOT_BEFORE, grant.claims().containsKey("nbf"));
        addIf.accept(RESOURCE_AS_TEXT, grant.claims().get("resource") instanceof String);
        addIf.accept(
                OLD_ISSUE_TIME,
                grant.seconds("iat")
                        .filter(issued -> issued < now - TimeRule.SKEW)
                        .isPresent());
        addIf.accept(
                EXPIRED_WITHIN_TOLERANCE,
                grant.seconds("exp").filter(end -> end <= now).isPresent());
        addIf.accept(NO_IDENTIFIER, !grant.claims().containsKey("jti"));
        addIf.accept(TYPE_HEADER, grant.header().containsKey("typ"));
        return warnings;
    }
}
