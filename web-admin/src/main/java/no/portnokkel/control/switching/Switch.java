package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EffectiveSettings;

/**
 * A switch to another environment: a proposal, or a decided one.
 *
 * @param from environment in use at the proposal; empty when none was chosen
 * @param to target environment
 * @param reason in the proposer's words
 * @param proposedBy name of the proposer
 * @param expiresAt the proposal can be approved before this time
 * @param difference settings that the switch changes, as of the proposal
 * @param decision who approved or withdrew it; empty while it is open, and when it expired
 * @param problem why the last dry run failed; empty when none has failed
 */
public record Switch(
        UUID id,
        Optional<String> from,
        String to,
        String reason,
        String proposedBy,
        Instant proposedAt,
        Instant expiresAt,
        List<Difference> difference,
        State state,
        Optional<Decision> decision,
        Optional<Problem> problem) {

    /**
     * Returns the text that is signed in the HSM when it is proposed: what an approver sees, and what the approval binds.
     *
     * @param digest of the settings, the users and the choice at the time of the proposal
     */
    String signedText(String digest) {
        Map<String, String> values = new HashMap<>();
        values.put("id", id.toString());
        from.ifPresent(environment -> values.put("from", environment));
        values.put("to", to);
        values.put("reason", reason);
        values.put("proposed-by", proposedBy);
        values.put("expires-at", expiresAt.toString());
        values.put("digest", digest);
        difference.forEach(line -> {
            line.from().ifPresent(before -> values.put("difference.from." + line.what(), before));
            line.to().ifPresent(after -> values.put("difference.to." + line.what(), after));
        });
        return "switch\n" + new EffectiveSettings(values).digest();
    }

    /**
     * The approval or withdrawal of a proposal.
     *
     * @param by name of the person who decided
     */
    public record Decision(String by, Instant at) {}

    /**
     * One setting that differs between the source and the target environment of a switch.
     *
     * @param what name of the setting, for example {@code client-id}
     * @param from value in the source; empty when it is not set or unknown
     * @param to value in the target; empty when it is not set or unknown
     */
    public record Difference(String what, Optional<String> from, Optional<String> to) {
        /** Returns the settings that differ, in the order of {@code target}. */
        static List<Difference> between(EffectiveSettings source, EffectiveSettings target) {
            Set<String> names = new LinkedHashSet<>(target.values().keySet());
            names.addAll(source.values().keySet());
            return names.stream()
                    .map(name -> new Difference(
                            name,
                            Optional.ofNullable(source.values().get(name)),
                            Optional.ofNullable(target.values().get(name))))
                    .filter(line -> !line.from().equals(line.to()))
                    .toList();
        }
    }

    /** State of a switch. */
    public enum State {
        /** Open: waits for approval. */
        PROPOSED,
        /** Approved and executed. A later switch does not change this state. */
        ACTIVE,
        /** Withdrawn before an approval. */
        WITHDRAWN,
        /** Not approved in time. */
        EXPIRED;

        /** Returns the code that scripts see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A requirement on the approver, beyond the role operator or security-officer. */
    public enum ApprovalRequirement {
        /** The approver is not the proposer. */
        OTHER_PERSON,
        /** The approver holds a role that the proposer lacks: source or target is of class production. */
        OTHER_ROLE;

        /** Returns the code that scripts see, for example {@code other-person}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
