package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.users.Person;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Switches stored by an earlier release can still be read. */
class SwitchRepositoryContractTest {
    private static final List<String> STORED = List.of("""
            INSERT INTO portnokkel_switch (id, from_environment, to_environment, reason, proposed_by, proposed_at,
              expires_at, binding_digest, state, decided_by, decided_at) VALUES ('00000000-0000-0000-0000-000000000001', 'lab', 'rehearsal',
              'Øvelse', 'kari', '2026-11-24 10:00:00+00', '2026-11-25 10:00:00+00', 'c0ffee', 'PROPOSED',
              NULL, NULL)""", """
            INSERT INTO portnokkel_switch (id, from_environment, to_environment, reason, proposed_by, proposed_at,
              expires_at, binding_digest, state, decided_by, decided_at) VALUES ('00000000-0000-0000-0000-000000000002', NULL, 'lab',
              'Start', 'kari', '2026-11-23 10:00:00+00', '2026-11-24 10:00:00+00', 'c0ffee', 'ACTIVE',
              'ola', '2026-11-23 11:00:00+00')""", """
            INSERT INTO portnokkel_switch (id, from_environment, to_environment, reason, proposed_by, proposed_at,
              expires_at, binding_digest, state, decided_by, decided_at) VALUES ('00000000-0000-0000-0000-000000000003', 'lab', 'rehearsal',
              'Angret', 'kari', '2026-11-22 10:00:00+00', '2026-11-23 10:00:00+00', 'c0ffee', 'WITHDRAWN',
              'kari', '2026-11-22 11:00:00+00')""", """
            INSERT INTO portnokkel_switch (id, from_environment, to_environment, reason, proposed_by, proposed_at,
              expires_at, binding_digest, state, decided_by, decided_at) VALUES ('00000000-0000-0000-0000-000000000004', 'lab', 'rehearsal',
              'Glemt', 'kari', '2026-11-21 10:00:00+00', '2026-11-22 10:00:00+00', 'c0ffee', 'EXPIRED',
              NULL, NULL)""", """
            INSERT INTO portnokkel_switch_difference (switch_id, position, what, from_value, to_value) VALUES ('00000000-0000-0000-0000-000000000001', 0, 'kid',
              NULL, 'new-key')""", """
            INSERT INTO portnokkel_switch_problem (switch_id, code, detail_no, detail_en, remedy_no, remedy_en, owner,
              mp, trace_id) VALUES ('00000000-0000-0000-0000-000000000001',
              'MASKINPORTEN_REFUSED', 'Avvist.', 'Refused.', 'Rett det.', 'Fix it.', 'SECURITY_OFFICER', 'MP-121',
              'trace')""");

    @TempDir
    Path dataDir;

    @Test
    void stored_switches_are_read_with_their_state_difference_and_problem() {
        Database database = TestDatabase.in(dataDir, () -> 0);
        List<Switch> read = database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String row : STORED) {
                    statement.execute(row);
                }
            }
            return new SwitchRepository(connection).all();
        });

        assertThat(read)
                .extracting(one -> one.state().code())
                .containsExactly("proposed", "active", "withdrawn", "expired");
        Switch proposed = read.get(0);
        assertThat(proposed.from()).contains("lab");
        assertThat(proposed.to()).isEqualTo("rehearsal");
        assertThat(proposed.record().reason()).isEqualTo("Øvelse");
        assertThat(proposed.proposedBy()).isEqualTo(Person.stored(null, "kari", null));
        assertThat(proposed.expiresAt()).isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
        assertThat(proposed.difference())
                .containsExactly(new Switch.Difference("kid", Optional.empty(), Optional.of("new-key")));
        assertThat(proposed.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);
            assertThat(problem.responsible()).contains(Owner.SECURITY_OFFICER);
            assertThat(problem.mp()).isEqualTo("MP-121");
            assertThat(problem.traceId()).isEqualTo("trace");
        });
        assertThat(read.get(1).decision())
                .contains(new Switch.Decision(Person.stored(null, "ola", null), Instant.parse("2026-11-23T11:00:00Z")));
    }
}
