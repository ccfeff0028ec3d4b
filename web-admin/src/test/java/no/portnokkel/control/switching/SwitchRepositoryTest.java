package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.Switch.State;
import no.portnokkel.control.users.Person;
import no.portnokkel.runtime.StoredChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database itself rejects, whichever of two servers asks first. */
class SwitchRepositoryTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Decision IN_TIME = new Decision(Person.stored(null, "ola", "operator"), NOON.plusSeconds(1));
    private static final Decision LATE =
            new Decision(Person.stored(null, "ola", "operator"), NOON.plus(Duration.ofHours(24)));

    @TempDir
    Path dataDir;

    private <T> T with(Work<T> work) {
        return database().transaction(connection -> work.execute(new SwitchRepository(connection)));
    }

    private Database database() {
        return TestDatabase.in(dataDir, () -> 0);
    }

    private boolean isStored(Work<Boolean> decision) {
        return with(decision);
    }

    private UUID proposed() {
        UUID id = UUID.randomUUID();
        Switch proposal = new Switch(
                id,
                Optional.of("lab"),
                "rehearsal",
                ChangeRecord.ofReason("Øvelse"),
                false,
                Person.stored(null, "kari", "operator"),
                NOON,
                LATE.at(),
                List.of(),
                State.PROPOSED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return with(repository -> {
            repository.insert(proposal, "c0ffee", "");
            return id;
        });
    }

    private State state(UUID id) {
        return with(repository -> repository.find(id).orElseThrow().change().state());
    }

    @Test
    void a_proposal_is_decided_once() {
        UUID id = proposed();

        assertThat(isStored(repository -> repository.withdraw(id, IN_TIME))).isTrue();
        assertThat(isStored(repository -> repository.withdraw(id, IN_TIME))).isFalse();
        assertThat(isStored(repository -> repository.activate(id, IN_TIME, "c0ffee")))
                .isFalse();

        assertThat(state(id)).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void a_proposal_whose_time_is_over_is_not_decided_even_before_it_is_marked_as_expired() {
        UUID id = proposed();

        assertThat(isStored(repository -> repository.withdraw(id, LATE))).isFalse();
        assertThat(isStored(repository -> repository.activate(id, LATE, "c0ffee")))
                .isFalse();

        assertThat(state(id)).isEqualTo(State.PROPOSED);
    }

    @Test
    void two_choices_never_get_the_same_version() {
        UUID first = proposed();
        UUID second = proposed();

        assertThat(isInserted(choice(1), first)).isTrue();
        assertThat(isInserted(choice(1), second)).isFalse();

        List<ChoiceRepository.Choice> last =
                database().transaction(connection -> new ChoiceRepository(connection).last(9));
        assertThat(last)
                .containsExactly(
                        new ChoiceRepository.Choice(1, "rehearsal", Optional.of(first), Optional.of(choice(1))));
    }

    private boolean isInserted(StoredChoice choice, UUID switchId) {
        return database().transaction(connection -> new ChoiceRepository(connection).insert(choice, switchId));
    }

    private static StoredChoice choice(long version) {
        return StoredChoice.read(
                        "name=rehearsal\nversion=" + version + "\nsince=2026-11-24T12:00:00Z\nsignature=c0ffee\n")
                .orElseThrow();
    }

    private interface Work<T> {
        T execute(SwitchRepository repository) throws SQLException;
    }
}
