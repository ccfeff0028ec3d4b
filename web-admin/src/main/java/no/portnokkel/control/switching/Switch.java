package no.portnokkel.control.switching;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.problem.Problem;

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
        SwitchState state,
        Optional<Decision> decision,
        Optional<Problem> problem) {

    /**
     * The approval or withdrawal of a proposal.
     *
     * @param by name of the person who decided
     */
    public record Decision(String by, Instant at) {}
}
