package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.Switch.Review;
import org.junit.jupiter.api.Test;

/** Of two nodes that store a decision at once the database refuses one. */
class ConcurrentDecisionsTest extends SwitchFixture {
    @Test
    void two_confirmations_never_get_the_same_number() {
        Confirmation first = proposed();
        Confirmation second = proposed();

        assertThat(isDecided(first, 1)).isTrue();
        assertThat(isDecided(second, 1)).isFalse();
        assertThat(isDecided(second, 2)).isTrue();
    }

    private Confirmation proposed() {
        Confirmation proposal = Confirmation.proposed(
                UUID.randomUUID(),
                "lab",
                switches().confirmations().inEffect("lab"),
                person("kari"),
                clock.instant(),
                Duration.ofHours(24));
        return TestDatabase.in(dataDir, System::nanoTime).transaction(connection -> {
            new ConfirmationRepository(connection).insert(proposal, "");
            return proposal;
        });
    }

    private boolean isDecided(Confirmation proposal, long sequence) {
        Decision decision = new Decision(person("ola"), clock.instant());
        return TestDatabase.in(dataDir, System::nanoTime)
                .transaction(connection ->
                        new ConfirmationRepository(connection).decide(proposal.id(), decision, sequence, "signed"));
    }

    @Test
    void an_emergency_change_is_reviewed_once() {
        for (String target : new String[] {"rehearsal", "lab"}) {
            Switch proposal = switches().propose(actor("kari"), target, ChangeRecord.ofReason("Øvelse"));
            switches().approve(proposal.id(), actor("ola"), Optional.empty());
        }
        Switch executed = switches().switchInEmergency(actor("ola"), "rehearsal", ChangeRecord.ofReason("Nede"));
        Review byKari = new Review(person("kari"), clock.instant(), "Lest");
        Review byPer = new Review(person("per"), clock.instant(), "Også lest");

        assertThat(isReviewed(executed, byKari)).isTrue();
        assertThat(isReviewed(executed, byPer)).as("it is not as it was read").isFalse();

        assertThat(switches().all())
                .filteredOn(Switch::isEmergency)
                .extracting(change -> change.review().orElseThrow().by())
                .containsExactly(person("kari"));
    }

    private boolean isReviewed(Switch executed, Review review) {
        return TestDatabase.in(dataDir, System::nanoTime)
                .transaction(connection ->
                        new ExecutedSwitchRepository(connection).review(executed.id(), review, "signed", ""));
    }
}
