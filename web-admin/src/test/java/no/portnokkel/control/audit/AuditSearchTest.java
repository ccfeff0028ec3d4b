package no.portnokkel.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditSearch.Criteria;
import no.portnokkel.control.audit.AuditSearch.Entry;
import no.portnokkel.control.audit.AuditSearch.Found;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader finds records by who, what and when, newest first. */
class AuditSearchTest {
    private static final long NEWEST = Long.MAX_VALUE;

    @TempDir
    Path dataDir;

    private final ManualClock time = new ManualClock();
    private Database database;
    private AuditTrail trail;
    private AuditSearch search;

    @BeforeEach
    void given_an_empty_audit() {
        database = TestDatabase.in(dataDir, time);
        trail = new AuditTrail(database, dataDir, time, "node-a");
        search = new AuditSearch(database);
    }

    @Test
    void without_criteria_all_records_are_found_newest_first() {
        record("kari", Act.SWITCH_PROPOSED, "switch 1");
        record("ola", Act.SWITCH_APPROVED, "switch 1");

        Found found = search.find(any(), NEWEST);

        assertThat(found.entries()).extracting(Entry::sequence).containsExactly(2L, 1L);
        assertThat(found.next()).isEmpty();
    }

    @Test
    void records_are_found_by_act_person_text_and_time() {
        record("kari", Act.SWITCH_PROPOSED, "switch 1");
        time.advance(Duration.ofHours(1));
        Instant later = time.instant();
        record("ola", Act.SWITCH_APPROVED, "switch 1");
        record("kari", Act.TRIAL_TOKEN, "skatteetaten:inntekt");

        assertThat(sequences(
                        new Criteria(Optional.of("trial-token"), none(), none(), Optional.empty(), Optional.empty())))
                .containsExactly(3L);
        assertThat(sequences(new Criteria(none(), Optional.of("KARI"), none(), Optional.empty(), Optional.empty())))
                .containsExactly(3L, 1L);
        assertThat(sequences(new Criteria(none(), none(), Optional.of("Switch 1"), Optional.empty(), Optional.empty())))
                .containsExactly(2L, 1L);
        assertThat(sequences(new Criteria(none(), none(), none(), Optional.of(later), Optional.empty())))
                .containsExactly(3L, 2L);
        assertThat(sequences(new Criteria(none(), none(), none(), Optional.empty(), Optional.of(later))))
                .containsExactly(1L);
    }

    @Test
    void fifty_records_a_call_lead_through_the_whole_audit_without_a_gap_or_a_repetition() {
        for (int i = 0; i < 120; i++) {
            record(i % 2 == 0 ? "kari" : "ola", Act.TRIAL_TOKEN, "scope:" + i);
        }

        assertThat(walk(any())).hasSize(120).doesNotHaveDuplicates();
        assertThat(walk(new Criteria(none(), Optional.of("ola"), none(), Optional.empty(), Optional.empty())))
                .hasSize(60)
                .allMatch(sequence -> sequence % 2 == 0);
    }

    @Test
    void a_call_reads_a_bounded_number_of_records_and_says_where_to_go_on() {
        record("kari", Act.SIGN_OUT, "session");
        database.transaction(connection -> {
            AuditRepository repository = new AuditRepository(connection);
            String members = AuditRecord.byProduct(Act.GRANTS, "demo").members(time.instant(), "node-a");
            repository.append(Collections.nCopies(5_200, members));
            return members;
        });
        Criteria signOuts = new Criteria(Optional.of("sign-out"), none(), none(), Optional.empty(), Optional.empty());

        Found first = search.find(signOuts, NEWEST);
        assertThat(first.entries()).isEmpty();
        Found second = search.find(signOuts, first.next().orElseThrow());

        assertThat(second.entries()).extracting(Entry::sequence).containsExactly(1L);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_record_that_somebody_has_made_unreadable_is_shown_as_such() {
        record("kari", Act.SIGN_OUT, "session");
        execute("UPDATE portnokkel_audit SET line = '{'");

        assertThat(search.find(any(), NEWEST).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.record()).isEmpty());
    }

    @Test
    void rows_beside_the_audit_are_not_shown_and_a_row_without_an_actor_is_unreadable() {
        record("kari", Act.SIGN_OUT, "session");
        record("ola", Act.SIGN_OUT, "session");
        execute("UPDATE portnokkel_audit SET line = '{}' WHERE seq = 1");
        execute("INSERT INTO portnokkel_audit (seq, line) SELECT 999, line FROM portnokkel_audit WHERE seq = 2");

        List<Entry> entries = search.find(any(), NEWEST).entries();

        assertThat(entries).extracting(Entry::sequence).containsExactly(2L, 1L);
        assertThat(entries.get(1).record()).isEmpty();
    }

    private void execute(String statement) {
        database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(statement)) {
                return update.executeUpdate();
            }
        });
    }

    private List<Long> sequences(Criteria criteria) {
        return search.find(criteria, NEWEST).entries().stream()
                .map(Entry::sequence)
                .toList();
    }

    private List<Long> walk(Criteria criteria) {
        List<Long> sequences = new ArrayList<>();
        Found found = search.find(criteria, NEWEST);
        while (true) {
            found.entries().forEach(entry -> sequences.add(entry.sequence()));
            if (found.next().isEmpty()) {
                return sequences;
            }
            found = search.find(criteria, found.next().getAsLong());
        }
    }

    private void record(String user, Act act, String object) {
        trail.record(AuditRecord.by(
                new Actor(new Person(user, user, new TreeSet<>(Set.of(Role.OPERATOR))), "192.0.2.7"), act, object));
    }

    private static Criteria any() {
        return new Criteria(none(), none(), none(), Optional.empty(), Optional.empty());
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
