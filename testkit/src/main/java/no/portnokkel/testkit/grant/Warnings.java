package no.portnokkel.testkit.grant;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds what is worth a {@link Warning} in a grant that was accepted. */
final class Warnings {

    private Warnings() {}

    static Set<Warning> of(PresentedGrant grant, long now) {
        Set<Warning> notes = EnumSet.noneOf(Warning.class);
        BiConsumer<Warning, Boolean> note = (kind, seen) -> {
            if (seen) {
                notes.add(kind);
            }
        };
        note.accept(Warning.NOT_BEFORE, grant.claims().containsKey("nbf"));
        note.accept(Warning.RESOURCE_AS_TEXT, grant.claims().get("resource") instanceof String);
        note.accept(
                Warning.OLD_ISSUE_TIME,
                grant.seconds("iat")
                        .filter(issued -> issued < now - TimeRule.SKEW)
                        .isPresent());
        note.accept(
                Warning.EXPIRED_WITHIN_TOLERANCE,
                grant.seconds("exp").filter(end -> end <= now).isPresent());
        note.accept(Warning.NO_IDENTIFIER, !grant.claims().containsKey("jti"));
        note.accept(Warning.TYPE_HEADER, grant.header().containsKey("typ"));
        return notes;
    }
}
