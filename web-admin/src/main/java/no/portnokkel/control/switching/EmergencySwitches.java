package no.portnokkel.control.switching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.switching.ExecutedSwitchRepository.ReviewedSwitch;
import no.portnokkel.control.switching.Switch.ApprovalRequirement;
import no.portnokkel.control.switching.Switch.Review;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.UntrustedText;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * Switches that one person makes at once in an emergency, and their review by another person. Only an environment whose settings
 * and users two persons have confirmed as they are can be the target. Thread-safe.
 */
final class EmergencySwitches {
    /** All that wait for a review, unless more than four persons have reached their limit, and some whose review is checked. */
    private static final int MAX_EXAMINED = 50;

    private static final int MAX_UNREVIEWED_BY_ONE_PERSON = 10;

    private final SwitchProposals proposals;
    private final SwitchExecutor executor;
    private final ConfirmationService confirmations;
    private final FourEyes fourEyes;
    private final EnvironmentRuntime runtime;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;
    private final Duration reviewWithin;
    private volatile List<Switch> unreviewed = List.of();

    EmergencySwitches(
            SwitchProposals proposals,
            SwitchExecutor executor,
            ConfirmationService confirmations,
            FourEyes fourEyes,
            EnvironmentRuntime runtime,
            Database database,
            AuditTrail trail,
            Clock clock,
            Duration reviewWithin) {
        this.proposals = proposals;
        this.executor = executor;
        this.confirmations = confirmations;
        this.fourEyes = fourEyes;
        this.runtime = runtime;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
        this.reviewWithin = reviewWithin;
    }

    /** As {@link SwitchService#switchInEmergency}. */
    Switch execute(Actor actor, String environment, ChangeRecord record) {
        Person person = actor.person();
        fourEyes.check(EnumSet.noneOf(ApprovalRequirement.class), person, person);
        proposals.difference(environment); // refuses an environment that is unknown, in use, or not ready
        check();
        long waiting = unreviewed.stream()
                .filter(change -> change.proposedBy().isSameAs(person))
                .count();
        if (waiting >= MAX_UNREVIEWED_BY_ONE_PERSON) {
            throw SwitchProblems.tooManyUnreviewed(MAX_UNREVIEWED_BY_ONE_PERSON);
        }
        if (!isConfirmed(environment)) {
            throw SwitchProblems.emergencyNotConfirmed(environment);
        }
        Switch executed = executor.executeEmergency(proposals.signed(person, environment, record, true), actor);
        check();
        return executed;
    }

    /** As {@link SwitchService#review}. */
    Switch review(UUID id, Actor actor, String note) {
        Person reviewer = actor.person();
        String stripped = note.strip();
        if (UntrustedText.isBlank(stripped) || stripped.length() > ChangeRecord.MAX_LENGTH) {
            throw SwitchProblems.invalidNote(ChangeRecord.MAX_LENGTH);
        }
        ReviewedSwitch reviewed = emergencies().stream()
                .filter(emergency -> emergency.change().id().equals(id))
                .findFirst()
                .orElseThrow(() -> SwitchProblems.unknownEmergency(id));
        Switch change = reviewed.change();
        fourEyes.checkReviewer(change.proposedBy(), reviewer);
        if (verdict(reviewed) != Verdict.INVALID) {
            throw SwitchProblems.alreadyReviewed();
        }
        Review review = new Review(reviewer, clock.instant().truncatedTo(ChronoUnit.MILLIS), stripped);
        String signature = runtime.sign(change.to(), review.signedText(id));
        Switch after = database.transaction(connection -> {
            if (!new ExecutedSwitchRepository(connection).review(id, review, signature, reviewed.signature())) {
                throw SwitchProblems.alreadyReviewed();
            }
            trail.append(
                    connection,
                    AuditRecord.by(actor, Act.EMERGENCY_REVIEWED, "switch " + id)
                            .because(stripped));
            return new SwitchRepository(connection).find(id).orElseThrow().change();
        });
        check();
        return after;
    }

    /**
     * Reads which emergency changes wait for a review, whichever node made them.
     *
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     */
    void check() {
        unreviewed = emergencies().stream()
                .filter(emergency -> verdict(emergency) == Verdict.INVALID)
                .map(ReviewedSwitch::change)
                .toList();
    }

    /** Returns one problem for each emergency change that waits for a review, as of the last check. Does no I/O. */
    List<Problem> problems() {
        Instant now = clock.instant();
        return unreviewed.stream()
                .map(change -> SwitchProblems.unreviewed(change, reviewBefore(change), now))
                .toList();
    }

    private Instant reviewBefore(Switch change) {
        return change.proposedAt().plus(reviewWithin);
    }

    private List<ReviewedSwitch> emergencies() {
        return database.transaction(connection -> new ExecutedSwitchRepository(connection).emergencies(MAX_EXAMINED));
    }

    private Verdict verdict(ReviewedSwitch emergency) {
        Switch change = emergency.change();
        Optional<Review> review = change.review();
        return review.map(made -> runtime.verify(change.to(), made.signedText(change.id()), emergency.signature()))
                .orElse(Verdict.INVALID);
    }

    /** Returns whether two persons have confirmed an environment exactly as it is configured now. */
    private boolean isConfirmed(String environment) {
        Digests digests = database.transaction(connection -> confirmations.digests(connection, environment));
        return digests.confirmed().equals(Optional.of(digests.inEffect()));
    }
}
