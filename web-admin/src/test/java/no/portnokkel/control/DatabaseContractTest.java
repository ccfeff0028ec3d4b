package no.portnokkel.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of an earlier release can be opened: file name, tables, columns and migrations do not change. */
class DatabaseContractTest {
    @TempDir
    Path dataDir;

    @Test
    void the_embedded_database_is_one_file_with_the_recorded_name() throws IOException {
        assertThat(database().problem()).isEmpty();

        try (Stream<Path> files = Files.list(dataDir)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("control-room.mv.db");
        }
    }

    @Test
    void tables_have_the_recorded_columns() {
        assertThat(rows("""
                SELECT lower(table_name || '.' || column_name || ' ' || data_type) FROM information_schema.columns
                WHERE table_name LIKE 'PORTNOKKEL_SWITCH%' OR table_name LIKE 'PORTNOKKEL_CONFIRMATION%'
                  OR table_name LIKE 'PORTNOKKEL_KEY_CHANGE%' OR table_name = 'PORTNOKKEL_CHOICE'"""))
                .containsExactlyInAnyOrder(
                        "portnokkel_switch.id character varying",
                        "portnokkel_switch.from_environment character varying",
                        "portnokkel_switch.to_environment character varying",
                        "portnokkel_switch.reason character varying",
                        "portnokkel_switch.proposed_by character varying",
                        "portnokkel_switch.proposed_at timestamp with time zone",
                        "portnokkel_switch.expires_at timestamp with time zone",
                        "portnokkel_switch.binding_digest character varying",
                        "portnokkel_switch.state character varying",
                        "portnokkel_switch.decided_by character varying",
                        "portnokkel_switch.decided_at timestamp with time zone",
                        "portnokkel_switch.proposal_signature character varying",
                        "portnokkel_switch.purpose character varying",
                        "portnokkel_switch.change_scope character varying",
                        "portnokkel_switch.planned_time character varying",
                        "portnokkel_switch.expected_outcome character varying",
                        "portnokkel_switch.fall_back character varying",
                        "portnokkel_switch.decided_digest character varying",
                        "portnokkel_switch.emergency boolean",
                        "portnokkel_switch.reviewed_by character varying",
                        "portnokkel_switch.reviewed_at timestamp with time zone",
                        "portnokkel_switch.review_note character varying",
                        "portnokkel_switch.review_signature character varying",
                        "portnokkel_switch.first_grant character varying",
                        "portnokkel_switch.proposed_by_id character varying",
                        "portnokkel_switch.proposed_by_roles character varying",
                        "portnokkel_switch.decided_by_id character varying",
                        "portnokkel_switch.decided_by_roles character varying",
                        "portnokkel_switch.reviewed_by_id character varying",
                        "portnokkel_switch.reviewed_by_roles character varying",
                        "portnokkel_confirmation.proposed_by_id character varying",
                        "portnokkel_confirmation.proposed_by_roles character varying",
                        "portnokkel_confirmation.decided_by_id character varying",
                        "portnokkel_confirmation.decided_by_roles character varying",
                        "portnokkel_switch.reverted_at timestamp with time zone",
                        "portnokkel_choice.version bigint",
                        "portnokkel_choice.environment character varying",
                        "portnokkel_choice.switch_id character varying",
                        "portnokkel_choice.signed_choice character varying",
                        "portnokkel_choice.key_change_id character varying",
                        "portnokkel_key_change.id character varying",
                        "portnokkel_key_change.environment character varying",
                        "portnokkel_key_change.client character varying",
                        "portnokkel_key_change.action character varying",
                        "portnokkel_key_change.label character varying",
                        "portnokkel_key_change.kid character varying",
                        "portnokkel_key_change.from_label character varying",
                        "portnokkel_key_change.from_kid character varying",
                        "portnokkel_key_change.certificate character varying",
                        "portnokkel_key_change.reason character varying",
                        "portnokkel_key_change.binding_digest character varying",
                        "portnokkel_key_change.proposed_by character varying",
                        "portnokkel_key_change.proposed_by_id character varying",
                        "portnokkel_key_change.proposed_by_roles character varying",
                        "portnokkel_key_change.proposed_at timestamp with time zone",
                        "portnokkel_key_change.expires_at timestamp with time zone",
                        "portnokkel_key_change.proposal_signature character varying",
                        "portnokkel_key_change.state character varying",
                        "portnokkel_key_change.decided_by character varying",
                        "portnokkel_key_change.decided_by_id character varying",
                        "portnokkel_key_change.decided_by_roles character varying",
                        "portnokkel_key_change.decided_at timestamp with time zone",
                        "portnokkel_key_change.decision_signature character varying",
                        "portnokkel_key_change.canaries_granted integer",
                        "portnokkel_key_change.canaries_refused integer",
                        "portnokkel_key_change.checked_at timestamp with time zone",
                        "portnokkel_key_change.activated_at timestamp with time zone",
                        "portnokkel_key_change_problem.key_change_id character varying",
                        "portnokkel_key_change_problem.code character varying",
                        "portnokkel_key_change_problem.detail_no character varying",
                        "portnokkel_key_change_problem.detail_en character varying",
                        "portnokkel_key_change_problem.remedy_no character varying",
                        "portnokkel_key_change_problem.remedy_en character varying",
                        "portnokkel_key_change_problem.owner character varying",
                        "portnokkel_key_change_problem.mp character varying",
                        "portnokkel_key_change_problem.trace_id character varying",
                        "portnokkel_confirmation.id character varying",
                        "portnokkel_confirmation.environment character varying",
                        "portnokkel_confirmation.proposed_by character varying",
                        "portnokkel_confirmation.proposed_at timestamp with time zone",
                        "portnokkel_confirmation.expires_at timestamp with time zone",
                        "portnokkel_confirmation.decided_by character varying",
                        "portnokkel_confirmation.decided_at timestamp with time zone",
                        "portnokkel_confirmation.sequence_no bigint",
                        "portnokkel_confirmation.signature character varying",
                        "portnokkel_confirmation_value.confirmation_id character varying",
                        "portnokkel_confirmation_value.position integer",
                        "portnokkel_confirmation_value.name character varying",
                        "portnokkel_confirmation_value.setting character varying",
                        "portnokkel_switch_difference.switch_id character varying",
                        "portnokkel_switch_difference.position integer",
                        "portnokkel_switch_difference.what character varying",
                        "portnokkel_switch_difference.from_value character varying",
                        "portnokkel_switch_difference.to_value character varying",
                        "portnokkel_switch_problem.switch_id character varying",
                        "portnokkel_switch_problem.code character varying",
                        "portnokkel_switch_problem.detail_no character varying",
                        "portnokkel_switch_problem.detail_en character varying",
                        "portnokkel_switch_problem.remedy_no character varying",
                        "portnokkel_switch_problem.remedy_en character varying",
                        "portnokkel_switch_problem.owner character varying",
                        "portnokkel_switch_problem.mp character varying",
                        "portnokkel_switch_problem.trace_id character varying");
    }

    @Test
    void a_released_migration_is_never_changed() {
        assertThat(rows("""
                SELECT "version" || ' ' || "script" || ' ' || "checksum" FROM "portnokkel_schema_history"
                WHERE "type" = 'SQL'""")).contains("1 V1__environment_switches.sql -1929132272");
    }

    private List<String> rows(String query) {
        return database().transaction(connection -> {
            List<String> rows = new ArrayList<>();
            try (ResultSet found = connection.createStatement().executeQuery(query)) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            return rows;
        });
    }

    private Database database() {
        return Database.of(Optional.empty(), dataDir, () -> 0);
    }
}
