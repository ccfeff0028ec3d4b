package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.problem.Problem;

/**
 * A change of environment, proposed or past.
 *
 * @param id given when it was proposed
 * @param from the environment in use when it was proposed; empty: none was
 * @param to the environment to use
 * @param reason in the proposer's words
 * @param proposedBy name of a person
 * @param proposedAt when
 * @param expiresAt from then on nobody can approve it
 * @param difference what it changes, as it was when it was proposed
 * @param state where it is in its life
 * @param decision who approved or withdrew it; empty while nobody has
 * @param problem why its last dry run failed; empty when none did
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
        SwitchState state,
        Optional<Decision> decision,
        Optional<Problem> problem) {

    /**
     * What became of a proposal.
     *
     * @param by name of a person
     * @param at when
     */
    public record Decision(String by, Instant at) {}
}
