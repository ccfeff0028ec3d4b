package no.portnokkel.control.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.AuditVerifier;
import no.portnokkel.audit.NoteSigner;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditSearch.Criteria;
import no.portnokkel.control.audit.AuditSearch.Entry;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.testkit.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are archived and removed after their time, and what is left stays provable. */
class RetentionTest {
    private static final Actor AUDITOR =
            new Actor(new Person("arne", "Arne", new TreeSet<>(Set.of(Role.AUDITOR))), "192.0.2.7");

    @TempDir
    Path directory;

    private final ManualClock time = new ManualClock();
    private final SoftwareSigner signer = new SoftwareSigner();
    private List<NoteSigner> signers = List.of(signer);
    private Path dataDir;
    private Database database;
    private AuditTrail trail;
    private Checkpoints checkpoints;
    private AuditExport export;
    private Retention retention;

    @BeforeEach
    void given_an_audit_that_is_kept_for_a_year() throws IOException {
        dataDir = PrivateFolder.at(directory.resolve("data")).path();
        database = TestDatabase.in(dataDir, time);
        trail = new AuditTrail(database, dataDir, time, "node-a");
        checkpoints = new Checkpoints(database, trail, dataDir, () -> signers, Optional.empty(), time);
        export = new AuditExport(database, trail, checkpoints);
        retention = new Retention(database, trail, checkpoints, export, dataDir, Period.ofYears(1), time);
    }

    @Test
    void records_of_a_month_whose_time_is_over_are_archived_and_the_rest_is_still_proven() throws IOException {
        given_records_over_fourteen_months();

        retention.check();

        assertThat(archived()).containsExactly("audit-1-1.checkpoint", "audit-1-1.jsonl");
        assertThat(all().get(0).record().orElseThrow().getString("act")).isEqualTo("audit-archived");
        checkpoints.make();
        assertThat(export.verify(AUDITOR)).get().matches(AuditVerification::isIntact);
        assertThat(stored()).first().isEqualTo(2L);
    }

    @Test
    void files_of_an_attempt_that_failed_are_replaced() throws IOException {
        given_records_over_fourteen_months();
        PrivateFolder.at(dataDir).folder("audit-archive").replace("audit-1-9.jsonl", "of another attempt");

        retention.check();

        assertThat(archived()).containsExactly("audit-1-1.checkpoint", "audit-1-1.jsonl");
    }

    @Test
    void the_archive_and_a_later_export_together_are_the_whole_audit() throws IOException {
        given_records_over_fourteen_months();
        retention.check();
        time.advance(Duration.ofDays(62));
        checkpoints.make();
        retention.check();
        StoredCheckpoint last = checkpoints.make();

        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (String file :
                archived().stream().filter(name -> name.endsWith(".jsonl")).toList()) {
            whole.write(Files.readAllBytes(archive().resolve(file)));
        }
        export.write(0, last.size(), whole);

        AuditVerification verification = new AuditVerifier(signer.publicKey())
                .verify(
                        new ByteArrayInputStream(whole.toByteArray()),
                        last.note().getBytes(UTF_8));
        assertThat(archived()).hasSizeGreaterThan(2);
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.records()).isEqualTo(last.size());
    }

    @Test
    void each_archived_file_is_proven_by_its_own_checkpoint() throws IOException {
        given_records_over_fourteen_months();

        retention.check();

        byte[] lines = Files.readAllBytes(archive().resolve("audit-1-1.jsonl"));
        byte[] note = Files.readAllBytes(archive().resolve("audit-1-1.checkpoint"));
        assertThat(new AuditVerifier(signer.publicKey())
                        .verify(new ByteArrayInputStream(lines), note)
                        .findings())
                .isEmpty();
    }

    @Test
    void nothing_is_removed_before_its_time() throws IOException {
        record("first");
        checkpoints.make();
        time.advance(Duration.ofDays(365));

        retention.check();

        assertThat(archive()).doesNotExist();
        assertThat(stored()).contains(1L);
    }

    @Test
    void without_a_key_that_signs_nothing_is_removed() throws IOException {
        signers = List.of();
        given_records_over_fourteen_months();

        retention.check();

        assertThat(stored()).contains(1L);
        assertThat(archive()).doesNotExist();
    }

    @Test
    void an_audit_that_somebody_has_changed_is_neither_signed_nor_removed() throws IOException {
        given_records_over_fourteen_months();
        database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE portnokkel_audit SET line = REPLACE(line, 'first', 'other') WHERE seq = 1")) {
                return update.executeUpdate();
            }
        });

        retention.check();

        assertThat(stored()).contains(1L);
        assertThat(archive()).doesNotExist();
        assertThat(retention.problem()).map(Problem::code).contains(ProblemCode.AUDIT_NOT_WRITTEN);
    }

    @Test
    void a_folder_that_cannot_be_written_is_a_problem_and_costs_no_record() throws IOException {
        given_records_over_fourteen_months();
        Files.writeString(archive(), "in the way");

        retention.check();

        assertThat(stored()).contains(1L);
        assertThat(retention.problem()).map(Problem::code).contains(ProblemCode.AUDIT_NOT_WRITTEN);

        Files.delete(archive());
        time.advance(Duration.ofHours(1));
        retention.check();

        assertThat(retention.problem()).isEmpty();
        assertThat(stored()).doesNotContain(1L);
    }

    @ParameterizedTest
    @CsvSource({"P5Y, P5Y", "P18M, P18M", "P90D, P90D", "P1M, P1M", ", P10Y"})
    void the_time_is_configured_in_years_months_or_days(@Nullable String configured, String expected) {
        CheckedValues checked = new CheckedValues(key -> Optional.ofNullable(configured), "portnokkel.");

        assertThat(Retention.configured(checked)).isEqualTo(Period.parse(expected));
        assertThat(checked.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P27D", "P0D", "-P1Y", "PT24H", "ten years", "P1000000000Y"})
    void anything_else_is_a_problem_and_ten_years(String configured) {
        CheckedValues checked = new CheckedValues(key -> Optional.of(configured), "portnokkel.");

        assertThat(Retention.configured(checked)).isEqualTo(Period.ofYears(10));
        assertThat(checked.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.detail().in(Locale.ENGLISH)).contains("portnokkel.audit.retention", configured);
            assertThat(problem.remedy().in(Locale.ENGLISH)).contains("P1M");
        });
    }

    private void given_records_over_fourteen_months() {
        record("first");
        time.advance(Duration.ofDays(31));
        record("second");
        time.advance(Duration.ofDays(31));
        record("third");
        checkpoints.make();
        Instant first = time.instant().minus(Duration.ofDays(62));
        time.advance(Duration.between(time.instant(), first.plus(Duration.ofDays(365 + 32))));
        checkpoints.make();
    }

    private void record(String object) {
        trail.record(AuditRecord.byProduct(Act.CONFIGURATION_IN_EFFECT, object));
    }

    private Path archive() {
        return dataDir.resolve("audit-archive");
    }

    private List<String> archived() throws IOException {
        try (Stream<Path> files = Files.list(archive())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<Long> stored() {
        return all().stream().map(Entry::sequence).sorted().toList();
    }

    private List<Entry> all() {
        return new AuditSearch(database)
                .find(
                        new Criteria(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Long.MAX_VALUE)
                .entries();
    }
}
