package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
class PinTest {
    private static final String WRONG = "1111111111";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void a_refused_pin_is_not_tried_again_by_users_of_the_same_data_dir() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-refused");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);
        Files.writeString(token.pinFile(), WRONG);
        PinFault.Refused first = refused(settings);
        long noteTime = Files.getLastModifiedTime(Path.of(first.memory())).toMillis();

        PinFault.Refused second = refused(settings);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(Path.of(second.memory())).toMillis())
                .isEqualTo(noteTime);
        assertThat(first.detail().no()).contains(token.pinFile().toString(), "portnokkel.hsm.pin-file");
        assertThat(first.remedy().en()).contains(first.memory());
    }

    @Test
    void the_record_of_a_refused_pin_holds_no_pin_and_is_private() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-memory");
        Files.writeString(token.pinFile(), WRONG);

        Path note = Path.of(
                refused(BankFixture.settings(directory.resolve("data"), token)).memory());

        assertThat(note).content().doesNotContain(WRONG).contains("210000").endsWith("CKR_PIN_INCORRECT\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
                .isEqualTo("rw-------");
    }

    @Test
    void the_correct_pin_is_accepted_after_wrong_ones_which_stay_refused() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-corrected");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);
        Files.writeString(token.pinFile(), WRONG);
        PinFault.Refused first = refused(settings);
        BankFixture.logInWithVendorTool(token);
        Files.writeString(token.pinFile(), "2222222222");
        refused(settings);
        BankFixture.logInWithVendorTool(token);
        Files.writeString(token.pinFile(), BankFixture.PIN + "\r\n");

        assertThatCode(() -> HsmConnection.open(settings).close()).doesNotThrowAnyException();

        Files.writeString(token.pinFile(), WRONG + "\n");
        assertThat(refused(settings)).isEqualTo(first);
    }

    @Test
    void a_pin_whose_login_got_no_answer_is_not_tried_again_until_its_record_is_deleted() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-crash");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);
        Files.writeString(token.pinFile(), WRONG);
        Path note = Path.of(refused(settings).memory());
        Files.writeString(note, "half a li");
        Files.writeString(token.pinFile(), BankFixture.PIN);

        assertThat(refused(settings).memory()).isEqualTo(note.toString());

        Files.delete(note);
        BankFixture.logInWithVendorTool(token);
        assertThatCode(() -> HsmConnection.open(settings).close()).doesNotThrowAnyException();
    }

    @Test
    void while_the_token_reports_a_wrong_pin_only_a_newly_provided_pin_is_tried() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-count-low");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);
        Files.writeString(token.pinFile(), WRONG);
        refused(settings);
        Files.writeString(token.pinFile(), BankFixture.PIN);

        HsmFault afterARestart = fault(settings);

        assertThat(afterARestart).isInstanceOf(PinFault.CountLow.class);
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
            Await.until(SOON, () -> hsm.status().fault().equals(Optional.of(afterARestart)));
            Files.writeString(token.pinFile(), BankFixture.PIN + "\n");

            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
        } finally {
            background.shutdownNow();
        }
    }

    @Test
    void deployments_that_start_concurrently_with_the_correct_pin_do_not_affect_each_other() {
        SoftHsmToken token = BankFixture.token(directory, "pin-together");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);

        List<CompletableFuture<Hsm>> starts = IntStream.range(0, 4)
                .mapToObj(deployment -> CompletableFuture.supplyAsync(
                        () -> HsmConnection.open(settings), task -> new Thread(task).start()))
                .toList();

        assertThat(starts).allSatisfy(start -> {
            try (Hsm hsm = start.join()) {
                assertThat(hsm.key("seal").chain()).hasSize(2);
            }
        });
        assertThat(directory.resolve("data/refused-pins"))
                .isDirectoryNotContaining(file -> !file.endsWith("login.lock"));
    }

    @Test
    void a_pin_with_norwegian_letters_reaches_the_token_unchanged() {
        SoftHsmToken token = SoftHsmToken.create(directory, "pin-norwegian", "blåbærsyltetøy");

        assertThatCode(() -> HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void a_pin_file_that_others_can_read_is_rejected() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-unsafe");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);

        for (String permissions : List.of("rw-r--r--", "rw----r--", "rw-r-----")) {
            Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString(permissions));

            HsmFault fault = fault(settings);

            assertThat(fault.code()).isEqualTo(ProblemCode.HSM_PIN_FILE_UNSAFE);
            assertThat(fault.detail().no())
                    .contains(token.pinFile().toString(), "portnokkel.hsm.pin-file", permissions);
            assertThat(fault.remedy().en()).contains("chmod 600");
        }
    }

    @Test
    void a_pin_file_without_a_pin_is_reported_and_no_empty_pin_is_sent() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "pin-empty");
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token);

        for (String content : List.of("", "\n", "\r\n", "one\ntwo\n", "x".repeat(300))) {
            Files.writeString(token.pinFile(), content);

            assertThat(fault(settings).code()).isEqualTo(ProblemCode.HSM_PIN_MISSING);
        }
        Files.delete(token.pinFile());
        HsmFault absent = fault(settings);

        assertThat(absent.code()).isEqualTo(ProblemCode.HSM_PIN_MISSING);
        assertThat(absent.detail().en()).contains(token.pinFile().toString(), "does not exist");
        try (Stream<Path> notes = Files.list(directory.resolve("data/refused-pins"))) {
            assertThat(notes).hasSize(1); // the lock file
        }
    }

    private static HsmFault fault(HsmSettings settings) {
        return catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings))
                .fault();
    }

    private static PinFault.Refused refused(HsmSettings settings) {
        return (PinFault.Refused) fault(settings);
    }
}
