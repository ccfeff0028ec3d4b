package no.portnokkel.control.switching;

import java.util.List;
import java.util.Optional;
import no.portnokkel.control.Database;
import no.portnokkel.control.switching.ChoiceRepository.Choice;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;

/**
 * Makes this server follow the choice of environment and keys that is committed to the database, whichever node made it. Thread-safe.
 */
final class ChoicePublisher {
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final KeyDecisions keys;
    private volatile Optional<Problem> problem = Optional.empty();

    ChoicePublisher(EnvironmentRuntime runtime, Database database, KeyDecisions keys) {
        this.runtime = runtime;
        this.database = database;
        this.keys = keys;
    }

    /**
     * Activates the last committed choice that somebody signed in the HSM, unless the server already uses it. To be repeated: a
     * signature is verified once the HSM is ready, and what one attempt missed the next one repairs.
     *
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     */
    void followCommitted() {
        EnvironmentChoice used = runtime.active(); // read first: a switch may be committed meanwhile
        List<Choice> last = database.transaction(
                connection -> new ChoiceRepository(connection).last(ChoiceRepository.MAX_EXAMINED));
        problem = disagreement(used, last);
        Optional<StoredChoice> stops = keys.storeMissedStops(used);
        if (stops.isPresent()) {
            runtime.activate(stops.get());
            return;
        }
        for (Choice newer : last) {
            if (newer.version() <= used.version()) {
                return;
            }
            Verdict verdict = verdict(newer);
            if (verdict == Verdict.VALID) {
                runtime.activate(newer.signed().orElseThrow());
                return;
            }
            if (verdict == Verdict.INVALID) {
                problem = Optional.of(SwitchProblems.unsignedSwitch(newer.environment()));
            }
        }
    }

    private Verdict verdict(Choice choice) {
        return choice.verdict(runtime);
    }

    /** The server uses a choice that the database does not hold: an older copy was restored, or rows were deleted. */
    private static Optional<Problem> disagreement(EnvironmentChoice used, List<Choice> last) {
        boolean isKnown = used.version() == 0
                || last.stream()
                        .anyMatch(committed -> committed.version() > used.version()
                                || (committed.version() == used.version()
                                        && used.environment().equals(Optional.of(committed.environment()))));
        return isKnown
                ? Optional.empty()
                : Optional.of(SwitchProblems.databaseDiffers(used, last.stream().findFirst()));
    }

    /** A choice was committed and activated here: an earlier problem of the database is over. */
    void clearProblem() {
        problem = Optional.empty();
    }

    /** Returns why this server and the database disagree, as of the last check; empty if they do not. Does no I/O. */
    Optional<Problem> problem() {
        return problem;
    }
}
