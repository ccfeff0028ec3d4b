package no.portnokkel.control.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import no.portnokkel.audit.AuditFinding;
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.Checkpoint;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what is recorded with the change, or on disk while there is no database, and verified. */
class AuditTrailTest {
    private static final Actor KARI =
            new Actor(new Person("kari", "Kari", new TreeSet<>(Set.of(Role.OPERATOR))), "192.0.2.7");

    @TempDir
    Path directory;

    private final ManualClock time = new ManualClock();
    private final SoftwareSigner signer = new SoftwareSigner();
    private Path dataDir;
    private Path witness;
    private Database database;
    private AuditTrail trail;
    private Checkpoints checkpoints;
    private AuditExport export;

    @BeforeEach
    void given_an_empty_audit() throws IOException {
        dataDir = PrivateFolder.at(directory.resolve("data")).path();
        witness = directory.resolve("witness");
        open();
    }

    private void open() {
        database = TestDatabase.in(dataDir, time);
        trail = new AuditTrail(database, dataDir, time, "node-a");
        checkpoints = new Checkpoints(database, trail, dataDir, () -> List.of(signer), Optional.of(witness), time);
        export = new AuditExport(database, trail, checkpoints);
    }

    @Test
    void a_record_says_who_did_what_when_and_where() throws IOException {
        trail.record(AuditRecord.by(KARI, Act.SWITCH_PROPOSED, "switch 1")
                .change(Optional.of("test"), "production")
                .because("Øvelse\nto")
                .about("c0ffee"));

        assertThat(lines())
                .containsExactly(
                        "{\"seq\":1,\"time\":\"" + time.instant() + "\",\"node\":\"node-a\","
                                + "\"actor\":{\"name\":\"Kari\",\"id\":\"kari\",\"roles\":[\"viewer\",\"operator\"],"
                                + "\"address\":\"192.0.2.7\"},\"act\":\"switch-proposed\",\"object\":\"switch 1\","
                                + "\"before\":\"test\",\"after\":\"production\",\"reason\":\"Øvelse to\",\"digest\":\"c0ffee\"}");
    }

    @Test
    void the_number_of_a_person_and_a_token_are_masked() throws IOException {
        trail.record(AuditRecord.by(KARI, Act.TRIAL_TOKEN, "skatteetaten:inntekt for 05868199999")
                .because("eyJhbGciOiJSUzI1NiJ9eyJpc3MiOiJodHRwczovL3Rlc3QifQ"));

        assertThat(lines().get(0)).contains("for ***********\"", "\"reason\":\"***\"");
    }

    @Test
    void a_change_and_its_record_are_committed_together_or_not_at_all() throws IOException {
        assertThatThrownBy(() -> database.transaction(connection -> {
                    trail.append(connection, record("lost"));
                    throw new IllegalStateException("the change failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        database.transaction(connection -> {
            trail.append(connection, record("kept"));
            return connection;
        });

        assertThat(lines()).singleElement().asString().contains("\"seq\":1", "kept");
    }

    @Test
    void many_that_record_at_once_take_turns() throws IOException {
        CompletableFuture<?>[] persons = IntStream.range(0, 8)
                .mapToObj(person -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 25).forEach(one -> trail.record(record("act " + one))),
                        task -> new Thread(task).start()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(persons).join();

        assertThat(lines()).hasSize(200);
        assertThat(verified().findings()).isEmpty();
    }

    @Test
    void without_the_database_records_wait_on_disk_and_are_merged_in_order_as_a_gap() throws IOException {
        trail.record(record("first"));
        database.close();
        trail.record(record("second"));
        trail.record(record("third"));
        open();
        trail.record(record("fourth"));

        trail.mergePending();

        assertThat(objects()).containsExactly("first", "fourth", "database", "second", "third");
        assertThat(lines().get(2)).contains("\"act\":\"audit-gap\"", "2 records follow");
        assertThat(dataDir.resolve("audit-pending")).doesNotExist();
        assertThat(dataDir.resolve("audit-merging")).doesNotExist();
        assertThat(trail.problem()).isEmpty();
    }

    @Test
    void a_process_that_ends_after_the_merge_does_not_merge_twice() throws IOException {
        database.close();
        trail.record(record("waits"));
        byte[] file = Files.readAllBytes(dataDir.resolve("audit-pending"));
        open();
        trail.mergePending();
        Files.write(dataDir.resolve("audit-merging"), file);

        trail.mergePending();

        assertThat(objects()).containsExactly("database", "waits");
    }

    @Test
    void a_torn_or_foreign_line_on_disk_does_not_stop_the_others() throws IOException {
        database.close();
        trail.record(record("waits"));
        Files.writeString(dataDir.resolve("audit-pending"), "no JSON\n{\"seq\":7}\n{\"torn", StandardOpenOption.APPEND);
        open();

        trail.mergePending();

        assertThat(objects()).containsExactly("database", "waits");
        assertThat(lines().get(0)).contains("2 are unreadable");
    }

    @Test
    void a_line_that_was_torn_costs_neither_the_next_record_nor_the_ones_before() throws IOException {
        database.close();
        trail.record(record("before"));
        Files.write(dataDir.resolve("audit-pending"), new byte[] {'{', '"', (byte) 0xC3}, StandardOpenOption.APPEND);
        trail.record(record("after"));
        open();

        trail.mergePending();

        assertThat(objects()).containsExactly("database", "before", "after");
    }

    @Test
    void a_file_that_somebody_else_began_does_not_stop_the_audit() throws IOException {
        database.close();
        Files.writeString(dataDir.resolve("audit-pending"), "no id of a batch, and longer than one ever is\n");
        trail.record(record("after"));
        open();

        trail.mergePending();
        trail.record(record("later"));

        assertThat(objects()).containsExactly("database", "after", "later");
    }

    @Test
    void a_record_that_can_be_written_nowhere_is_a_problem_and_does_not_stop_the_act() throws IOException {
        database.close();
        Files.createDirectories(dataDir.resolve("audit-pending"));

        trail.record(record("lost"));

        assertThat(trail.problem().map(Problem::code)).contains(ProblemCode.AUDIT_NOT_WRITTEN);
        Files.delete(dataDir.resolve("audit-pending"));
        trail.record(record("waits"));
        assertThat(trail.problem()).isEmpty();
    }

    @Test
    void a_checkpoint_follows_after_an_hour_and_soon_after_an_act() throws IOException {
        trail.record(AuditRecord.by(KARI, Act.SIGN_IN, "form"));
        checkpoints.check();
        assertThat(checkpoints.last()).isEmpty();

        time.advance(Duration.ofHours(1));
        checkpoints.check();
        assertThat(checkpoints.last().map(StoredCheckpoint::size)).contains(1L);

        trail.record(AuditRecord.by(KARI, Act.SIGN_OUT, "session"));
        checkpoints.check();
        assertThat(checkpoints.last().map(StoredCheckpoint::size)).contains(1L);
        trail.record(record("second"));
        checkpoints.check();
        assertThat(checkpoints.last().map(StoredCheckpoint::size)).contains(3L);
        assertThat(Files.readString(witness)).contains("\n1\n", "\n3\n");
        assertThat(checkpoints.problems()).isEmpty();
    }

    @Test
    void a_database_restored_from_an_older_copy_is_recorded_with_the_head_that_it_lost() throws IOException {
        trail.record(record("first"));
        String note = checkpoints.make().note();
        String lost = Checkpoint.parse(note).root().hex();
        execute("DELETE FROM portnokkel_checkpoint");
        execute("DELETE FROM portnokkel_audit");
        execute("UPDATE portnokkel_audit_head SET tree = '0', last_leaf = NULL");
        open();

        checkpoints.check();

        assertThat(lines())
                .singleElement()
                .asString()
                .contains(
                        "audit-restored",
                        "\"before\":\"1 records\",\"after\":\"0 records\"",
                        "\"digest\":\"" + lost + "\"");
        open();
        checkpoints.check();
        assertThat(lines()).as("recorded once").hasSize(1);
    }

    /** With everything that he can write: lines, head and checkpoints. */
    @Test
    void whoever_rewrites_the_whole_database_gets_no_signature_for_it_unseen() throws IOException {
        trail.record(record("first"));
        trail.record(record("second"));
        checkpoints.make();
        Database attackers =
                TestDatabase.in(PrivateFolder.at(directory.resolve("other")).path(), time);
        AuditTrail invented = new AuditTrail(attackers, directory.resolve("other"), time, "node-a");
        invented.record(record("first"));
        invented.record(record("invented"));
        copyAudit(attackers);

        checkpoints.make();

        assertThat(objects()).containsExactly("first", "invented", "audit");
        assertThat(lines().get(2)).contains("\"act\":\"audit-restored\",\"object\":\"audit\",\"before\":\"2 records");
        assertThat(checkpoints.problems()).extracting(Problem::code).containsExactly(ProblemCode.AUDIT_RESTORED);
    }

    private void copyAudit(Database source) {
        List<String> rewritten = new ArrayList<>();
        source.transaction(connection -> {
            new AuditRepository(connection)
                    .lines(0, Long.MAX_VALUE, 10)
                    .forEach(line -> rewritten.add(
                            "UPDATE portnokkel_audit SET line = '" + line.text() + "' WHERE seq = " + line.sequence()));
            AuditRepository.Head head = new AuditRepository(connection).head();
            rewritten.add(
                    "UPDATE portnokkel_audit_head SET tree = '" + head.tree().text() + "', last_leaf = '"
                            + head.lastLeaf().orElseThrow().hex() + "'");
            return head;
        });
        rewritten.forEach(this::execute);
        execute("DELETE FROM portnokkel_checkpoint");
    }

    @Test
    void rows_of_checkpoints_that_somebody_has_written_neither_stop_later_ones_nor_count() {
        trail.record(record("first"));
        for (long size : new long[] {1, Long.MAX_VALUE}) {
            execute("INSERT INTO portnokkel_checkpoint (size, created_at, signed, note) VALUES (" + size
                    + ", CURRENT_TIMESTAMP, TRUE, 'invented')");
        }

        assertThat(checkpoints.make().note()).startsWith("portnokkel/");
        trail.record(record("second"));
        time.advance(Duration.ofHours(1));
        checkpoints.check();

        assertThat(checkpoints.last().map(StoredCheckpoint::size)).contains(2L);
        assertThat(verified().findings()).isEmpty();
    }

    @Test
    void a_head_that_somebody_has_written_makes_the_database_unavailable() {
        trail.record(record("first"));
        execute("UPDATE portnokkel_audit_head SET tree = 'invented'");

        assertThatThrownBy(() -> database.transaction(connection -> {
                    trail.append(connection, record("second"));
                    return connection;
                }))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().detail().en())
                                .contains("portnokkel_audit_head is malformed"));
    }

    @Test
    void a_checkpoint_that_the_hsm_does_not_sign_is_a_problem_and_is_made_once_it_does() {
        AtomicBoolean isDown = new AtomicBoolean(true);
        Checkpoints retried = new Checkpoints(
                database,
                trail,
                dataDir,
                () -> {
                    if (isDown.get()) {
                        throw new HsmException(new DeviceFault.Unavailable("bank", "CKR_DEVICE_ERROR"));
                    }
                    return List.of(signer);
                },
                Optional.empty(),
                time);
        trail.record(record("first"));
        trail.requestCheckpoint();

        retried.check();
        assertThat(retried.problems().get(0).detail().en()).contains("CKR_DEVICE_ERROR");
        assertThat(retried.last()).isEmpty();

        isDown.set(false);
        retried.check();
        assertThat(retried.problems()).isEmpty();
        assertThat(retried.last().map(StoredCheckpoint::isSigned)).contains(true);
    }

    @Test
    void the_id_of_a_person_is_recorded_as_the_provider_gives_it() throws IOException {
        String subject = "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ"; // 43 characters, as Entra makes them
        Person siri = new Person("https://idp.bank.example#" + subject, "Siri", new TreeSet<>(Set.of(Role.OPERATOR)));

        trail.record(AuditRecord.by(new Actor(siri, "192.0.2.7"), Act.SIGN_OUT, "session"));

        assertThat(lines()).singleElement().asString().contains("\"id\":\"https://idp.bank.example#" + subject + "\"");
    }

    @Test
    void rows_that_somebody_deletes_as_if_they_were_archived_are_missing() {
        trail.record(record("first"));
        trail.record(record("second"));
        checkpoints.make();
        execute("UPDATE portnokkel_audit_head SET archived = tree");
        execute("DELETE FROM portnokkel_audit");

        assertThat(export.verify(KARI)).get().matches(result -> !result.isIntact());
    }

    @Test
    void after_a_change_of_the_key_the_audit_is_verified_with_the_new_one() {
        trail.record(record("first"));
        checkpoints.make();
        SoftwareSigner next = new SoftwareSigner();
        checkpoints = new Checkpoints(database, trail, dataDir, () -> List.of(next), Optional.of(witness), time);
        export = new AuditExport(database, trail, checkpoints);

        assertThat(export.verify(KARI)).get().matches(AuditVerification::isIntact);
        assertThat(checkpoints.last()).get().matches(last -> last.isSignedBy(next.publicKey()));
    }

    @Test
    void a_database_that_takes_the_name_of_another_installation_is_recorded_before_the_hsm_signs() throws IOException {
        trail.record(record("first"));
        checkpoints.make();
        execute("UPDATE portnokkel_audit_head SET installation = '00000000-0000-0000-0000-00000000cafe'");
        trail.record(record("second"));

        checkpoints.make();

        assertThat(lines()).last().asString().contains("audit-restored");
        assertThat(checkpoints.problems()).extracting(Problem::code).containsExactly(ProblemCode.AUDIT_RESTORED);
    }

    @Test
    void a_verification_before_the_first_checkpoint_makes_it() {
        trail.record(AuditRecord.by(KARI, Act.SIGN_OUT, "session"));

        assertThat(export.verify(KARI)).get().matches(AuditVerification::isIntact);
    }

    @Test
    void a_checkpoint_without_a_key_is_unsigned_and_says_so() {
        Checkpoints unsigned = new Checkpoints(database, trail, dataDir, List::of, Optional.empty(), time);
        trail.record(record("first"));

        unsigned.make();

        assertThat(unsigned.last().map(StoredCheckpoint::isSigned)).contains(false);
        assertThat(unsigned.problems()).extracting(Problem::code).containsExactly(ProblemCode.AUDIT_NOT_SIGNED);
    }

    @Test
    void an_export_holds_exactly_the_records_of_its_checkpoint_and_its_own() throws IOException {
        trail.record(record("first"));
        StoredCheckpoint checkpoint = export.begin(KARI, 0);
        trail.record(record("later"));

        assertThat(exported(0, checkpoint.size()))
                .contains("first", "audit-exported")
                .doesNotContain("later");
        assertThat(exported(1, checkpoint.size())).startsWith("{\"seq\":2,").hasLineCount(1);
    }

    @Test
    void somebody_who_changes_or_deletes_a_row_is_found() throws IOException {
        database.transaction(connection -> {
            for (int one = 0; one < 520; one++) {
                trail.append(connection, record("act " + one));
            }
            return connection;
        });
        assertThat(verified().isIntact()).isTrue();

        execute("UPDATE portnokkel_audit SET line = REPLACE(line, 'act 510', 'act 511') WHERE seq = 511");
        assertThat(verified().findings()).extracting(AuditFinding::firstWrong).containsExactly(Optional.of(511L));

        execute("DELETE FROM portnokkel_audit WHERE seq = 505");
        assertThat(verified().findings()).extracting(AuditFinding::firstWrong).containsExactly(Optional.of(505L));
    }

    private AuditVerification verified() {
        if (checkpoints.last().isEmpty()) {
            checkpoints.make();
        }
        return export.verify(KARI).orElseThrow();
    }

    private void execute(String statement) {
        database.transaction(connection -> {
            try (Statement update = connection.createStatement()) {
                return update.executeUpdate(statement);
            }
        });
    }

    private List<String> objects() throws IOException {
        return lines().stream()
                .map(line -> line.replaceFirst(".*\"object\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private List<String> lines() throws IOException {
        return exported(0, Long.MAX_VALUE).lines().toList();
    }

    private String exported(long after, long upTo) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.write(after, upTo, out);
        return out.toString(UTF_8);
    }

    private static AuditRecord record(String object) {
        return AuditRecord.by(KARI, Act.TOKENS_DROPPED, object);
    }
}
