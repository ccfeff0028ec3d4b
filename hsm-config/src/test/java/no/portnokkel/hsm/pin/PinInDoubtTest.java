package no.portnokkel.hsm.pin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end while a login is under way, so that its answer never comes. */
@UsesSoftHsm
@Tag("one-jdk")
class PinInDoubtTest {
    /** Twelve in the long tests: each one starts a process. */
    private static final String TOKEN_FOLDER = "directories.tokendir = ";

    private static final int KILLS = Integer.getInteger("kills", 4);

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private SoftHsmToken token;
    private FaultShim shim;
    private HsmSettings settings;

    @BeforeEach
    void given_a_module_in_front_of_a_token_that_shows_its_flags(TestInfo test) {
        token = BankFixture.token(
                directory, "doubt-" + Integer.toHexString(test.getDisplayName().hashCode()));
        shim = FaultShim.before(token, directory);
        settings = BankFixture.settings(directory.resolve("data"), token, shim);
    }

    @Test
    void where_the_token_shows_its_flags_the_right_pin_survives_any_number_of_killed_logins() throws Exception {
        for (int kill = 0; kill < 3; kill++) {
            killDuringLogin();
        }

        assertSigns();
        assertThat(records()).isEmpty();
    }

    @Test
    void without_flags_a_pin_is_presented_twice_more_and_then_waits_for_a_person() throws Exception {
        givenAProfileOfWhichNobodyKnowsWhetherItShowsFlags();
        for (int kill = 0; kill < 3; kill++) {
            killDuringLogin();
        }

        PinFault.InDoubt doubt = inDoubt();

        assertThat(doubt.presented()).isEqualTo(3);
        assertThat(inDoubt()).isEqualTo(doubt);
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
            Await.until(SOON, () -> hsm.status().fault().equals(Optional.of(doubt)));
            Files.writeString(token.pinFile(), BankFixture.PIN + "\n"); // a person decides
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);
        } finally {
            background.shutdownNow();
        }
        assertThat(records()).isEmpty();
        assertSigns();
    }

    @Test
    void a_login_that_ended_for_another_reason_does_not_count_as_one_in_doubt() throws Exception {
        givenAProfileOfWhichNobodyKnowsWhetherItShowsFlags();
        killDuringLogin();
        killDuringLogin();
        shim.says("C_Login answer 48"); // CKR_DEVICE_ERROR
        for (int start = 0; start < 3; start++) {
            assertThat(catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings)))
                    .isNotNull();
        }
        shim.isWell();

        assertSigns();
    }

    @Test
    void a_pin_in_doubt_is_not_tried_while_the_token_shows_a_wrong_try() throws Exception {
        killDuringLogin();
        somebodyTriesAWrongPin();

        assertThat(inDoubt().presented()).isEqualTo(1);

        BankFixture.logInWithVendorTool(token); // resets the count
        assertSigns();
    }

    @Test
    void a_token_that_has_shown_a_flag_once_counts_as_one_that_shows_them() throws Exception {
        givenAProfileOfWhichNobodyKnowsWhetherItShowsFlags();
        somebodyTriesAWrongPin();
        assertThat(catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings))
                        .fault())
                .isInstanceOf(PinFault.CountLow.class);
        BankFixture.logInWithVendorTool(token);
        for (int kill = 0; kill < 3; kill++) {
            killDuringLogin();
        }

        assertSigns();
    }

    @Test
    void after_a_kill_at_any_moment_of_start_and_login_the_next_start_signs() throws Exception {
        Random moments = new Random(27);
        Path tokenFile = tokenFile();
        for (int kill = 0; kill < KILLS; kill++) {
            shim.says("C_Login slow " + moments.nextInt(100), "C_FindObjects slow " + moments.nextInt(50));
            byte[] whole = Files.readAllBytes(tokenFile);
            Process process = start();
            process.waitFor(500L + moments.nextInt(1000), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            Files.write(tokenFile, whole);
        }
        shim.isWell();

        assertSigns();
    }

    /**
     * Returns the file of the token, which SoftHSM writes in place at each login: a kill in that millisecond loses the token, as no
     * HSM does.
     */
    private Path tokenFile() throws IOException {
        String store = Files.readAllLines(Path.of(System.getenv("SOFTHSM2_CONF"))).stream()
                .filter(line -> line.startsWith(TOKEN_FOLDER))
                .map(line -> line.substring(TOKEN_FOLDER.length()))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> tokens = Files.list(Path.of(store))) {
            return tokens.map(folder -> folder.resolve("token.object"))
                    .filter(file -> Files.exists(file) && isOf(token.label(), file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isOf(String label, Path tokenFile) {
        try {
            return Files.readString(tokenFile, ISO_8859_1).contains(label);
        } catch (IOException deletedByAnotherTest) {
            return false;
        }
    }

    @Test
    void a_stop_waits_for_the_login_that_is_under_way() throws Exception {
        givenAProfileOfWhichNobodyKnowsWhetherItShowsFlags();
        shim.says("C_Login slow 3000");
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm = HsmConnection.start(settings, background, System::nanoTime)) {
            Await.until(SOON, () -> !records().isEmpty());
            assertThat(hsm.status().state()).isNotEqualTo(HsmState.READY);
        } finally {
            background.shutdownNow();
        }

        assertThat(records()).isEmpty();
    }

    private void givenAProfileOfWhichNobodyKnowsWhetherItShowsFlags() {
        settings = HsmSettingsVariant.of(settings).profile("custom").settings();
    }

    private void killDuringLogin() throws IOException, InterruptedException {
        shim.says("C_Login hang");
        List<String> before = contents();
        Process process = start();
        Await.until(SOON, () -> !contents().equals(before));
        process.destroyForcibly().waitFor();
        shim.isWell();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherLogin.class.getName(),
                        settings.profile(),
                        shim.module().toString(),
                        token.label(),
                        token.pinFile().toString(),
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("other.log").toFile())
                .start();
    }

    private void somebodyTriesAWrongPin() {
        assertThat(OpenScTool.logsIn(token, "1111111111")).isFalse();
    }

    private PinFault.InDoubt inDoubt() {
        return (PinFault.InDoubt) catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings))
                .fault();
    }

    private void assertSigns() {
        try (Hsm hsm = HsmConnection.open(settings)) {
            assertThat(hsm.key("seal").sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256))
                    .isNotEmpty();
        }
    }

    private List<String> contents() {
        return records().stream().map(PinInDoubtTest::read).toList();
    }

    /** Returns the records of PINs that were presented and not accepted. */
    private List<Path> records() {
        Path folder = directory.resolve("data/refused-pins");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{16}-[0-9a-f]{8}"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
