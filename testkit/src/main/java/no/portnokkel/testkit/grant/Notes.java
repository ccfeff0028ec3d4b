package no.portnokkel.testkit.grant;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds what is worth a {@link Note} in a grant that was accepted. */
final class Notes {

    private Notes() {}

    static Set<Note> of(PresentedGrant grant, long now) {
        Set<Note> notes = EnumSet.noneOf(Note.class);
        BiConsumer<Note, Boolean> note = (kind, seen) -> {
            if (seen) {
                notes.add(kind);
            }
        };
        note.accept(Note.NOT_BEFORE, grant.claims().containsKey("nbf"));
        note.accept(Note.RESOURCE_AS_TEXT, grant.claims().get("resource") instanceof String);
        note.accept(
                Note.OLD_ISSUE_TIME,
                grant.seconds("iat")
                        .filter(issued -> issued < now - TimeRule.SKEW)
                        .isPresent());
        note.accept(
                Note.EXPIRED_WITHIN_TOLERANCE,
                grant.seconds("exp").filter(end -> end <= now).isPresent());
        note.accept(Note.NO_IDENTIFIER, !grant.claims().containsKey("jti"));
        note.accept(Note.TYPE_HEADER, grant.header().containsKey("typ"));
        return notes;
    }
}
