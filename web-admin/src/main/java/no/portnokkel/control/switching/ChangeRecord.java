package no.portnokkel.control.switching;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import no.portnokkel.problem.UntrustedText;

/**
 * What the proposer writes about a switch. Together with the settings that differ it is the change record that Delegated
 * Regulation (EU) 2024/1774, article 17(1), asks for. All texts are in the proposer's words.
 *
 * @param reason why the switch is made
 * @param purpose what it is for; empty if not given, as all that follow
 * @param scope which systems it concerns
 * @param plannedTime when it is planned
 * @param expectedOutcome how one sees that it has succeeded
 * @param fallBack what is done if it has not
 */
public record ChangeRecord(
        String reason,
        Optional<String> purpose,
        Optional<String> scope,
        Optional<String> plannedTime,
        Optional<String> expectedOutcome,
        Optional<String> fallBack) {
    static final int MAX_LENGTH = 1_000; // characters

    /** Returns a record with a reason only. */
    public static ChangeRecord ofReason(String reason) {
        return new ChangeRecord(
                reason, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns the record without white space around the texts, and without texts that nobody can see.
     *
     * @throws no.portnokkel.control.ProblemException {@code request-invalid} if the reason is missing or a text is too long
     */
    ChangeRecord checked() {
        Function<Optional<String>, Optional<String>> strip =
                text -> text.map(String::strip).filter(stripped -> !UntrustedText.isBlank(stripped));
        ChangeRecord stripped = new ChangeRecord(
                reason.strip(),
                strip.apply(purpose),
                strip.apply(scope),
                strip.apply(plannedTime),
                strip.apply(expectedOutcome),
                strip.apply(fallBack));
        if (UntrustedText.isBlank(stripped.reason) || stripped.reason.length() > MAX_LENGTH) {
            throw SwitchProblems.invalidReason(MAX_LENGTH);
        }
        stripped.texts().forEach((name, text) -> {
            if (text.length() > MAX_LENGTH) {
                throw SwitchProblems.tooLong(name, MAX_LENGTH);
            }
        });
        return stripped;
    }

    /** Returns the texts that are given, by their names in JSON and in the database, in display order. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("reason", reason);
        purpose.ifPresent(text -> texts.put("purpose", text));
        scope.ifPresent(text -> texts.put("scope", text));
        plannedTime.ifPresent(text -> texts.put("plannedTime", text));
        expectedOutcome.ifPresent(text -> texts.put("expectedOutcome", text));
        fallBack.ifPresent(text -> texts.put("fallBack", text));
        return texts;
    }
}
