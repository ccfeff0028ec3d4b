package no.portnokkel.control.keys;

import java.util.Optional;
import java.util.regex.Pattern;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.problem.UntrustedText;

/**
 * What a person asks for. Texts are the person's.
 *
 * @param client name of a further client; empty for the environment's own
 * @param action a word of {@link Action}
 * @param label of the key in the HSM
 * @param kid under which the key is registered; empty if grants carry its certificate
 */
public record KeyRequest(
        String environment, Optional<String> client, String action, String label, Optional<String> kid, String reason) {
    private static final int MAX_LENGTH = 1_000; // characters
    private static final Pattern KID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    Action checkedAction() {
        for (Action known : Action.values()) {
            if (known.word().equals(action)) {
                return known;
            }
        }
        throw KeyChangeProblems.unknownAction(UntrustedText.clean(action, 50));
    }

    ClientKey checkedKey() {
        if (kid.filter(id -> !KID.matcher(id).matches()).isPresent()) {
            throw KeyChangeProblems.invalidKid();
        }
        return new ClientKey(checked("label", label), kid);
    }

    String checkedReason() {
        return checked("reason", reason);
    }

    private static String checked(String member, String text) {
        String stripped = text.strip();
        if (UntrustedText.isBlank(stripped) || stripped.length() > MAX_LENGTH) {
            throw KeyChangeProblems.invalidText(member, MAX_LENGTH);
        }
        return stripped;
    }
}
