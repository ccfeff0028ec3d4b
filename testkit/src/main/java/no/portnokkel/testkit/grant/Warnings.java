package no.portnokkel.testkit.grant;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds the {@linkplain Warning warnings} of an accepted grant. */
final class Warnings {

    private Warnings() {}

    static Set<Warning> of(PresentedGrant grant, long now) {
        Set<Warning> warnings = EnumSet.noneOf(Warning.class);
        BiConsumer<Warning, Boolean> addIf = (warning, found) -> {
            if (found) {
                warnings.add(warning);
            }
        };
        addIf.accept(Warning.NOT_BEFORE, grant.claims().containsKey("nbf"));
        addIf.accept(Warning.RESOURCE_AS_TEXT, grant.claims().get("resource") instanceof String);
        addIf.accept(
                Warning.OLD_ISSUE_TIME,
                grant.seconds("iat")
                        .filter(issued -> issued < now - TimeRule.SKEW)
                        .isPresent());
        addIf.accept(
                Warning.EXPIRED_WITHIN_TOLERANCE,
                grant.seconds("exp").filter(end -> end <= now).isPresent());
        addIf.accept(Warning.NO_IDENTIFIER, !grant.claims().containsKey("jti"));
        addIf.accept(Warning.TYPE_HEADER, grant.header().containsKey("typ"));
        return warnings;
    }
}
