package no.portnokkel.hsm.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login that gets no answer although the process lives. */
@UsesSoftHsm
class HangingLoginTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void an_abandoned_login_holds_up_neither_the_next_one_nor_other_users_of_the_data_dir() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "login-hangs");
        FaultShim shim = FaultShim.before(token, directory);
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token, shim);
        shim.says("C_Login hang");
        try (Connector connector = connector(settings);
                Connector other = connector(settings)) {
            CompletableFuture<Generation> hanging = hanging(connector);
            Await.until(SOON, () -> !record(settings).isEmpty());
            shim.says("old C_Login hang"); // a fresh copy answers

            connector.abandon();

            connect(connector).close();
            connect(other).close();
            assertThat(hanging).isNotDone();
            shim.isWell();
            hanging.join().close();
        }
        assertThat(record(settings)).isEmpty();
    }

    @Test
    void a_pin_that_a_person_has_provided_is_not_presented_without_end_either() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "login-hangs-always");
        FaultShim shim = FaultShim.before(token, directory);
        HsmSettings settings = HsmSettingsVariant.of(BankFixture.settings(directory.resolve("data"), token, shim))
                .profile("custom") // nobody knows whether it shows flags
                .settings();
        Files.writeString(token.pinFile(), "1111111111");
        List<CompletableFuture<Generation>> hanging = new ArrayList<>();
        try (Connector connector = connector(settings)) {
            Files.writeString(token.pinFile(), BankFixture.PIN);
            shim.says("C_Login hang");
            for (int presented = 1; presented <= 3; presented++) {
                String times = presented == 1 ? "no-answer\n" : "no-answer " + presented + "\n";
                hanging.add(hanging(connector));
                Await.until(SOON, () -> record(settings).endsWith(times));
                connector.abandon();
            }

            HsmFault fault = catchThrowableOfType(HsmException.class, () -> connect(connector))
                    .fault();

            assertThat(((PinFault.InDoubt) fault).presented()).isEqualTo(3);
            shim.isWell();
            hanging.forEach(login ->
                    login.handle((generation, failed) -> "answered").join()); // at once, which SoftHSM may not like
        }
    }

    /** On a thread of its own: on JDK 25 the common pool has one thread on a machine with two processors. */
    private static CompletableFuture<Generation> hanging(Connector connector) {
        return CompletableFuture.supplyAsync(() -> connect(connector), task -> new Thread(task).start());
    }

    private static Connector connector(HsmSettings settings) {
        PinFile pins = new PinFile("pin-file", settings.pinFile().orElseThrow());
        return new Connector(settings, pins, new SecureRandom(), System::nanoTime);
    }

    private static Generation connect(Connector connector) {
        Generation generation = connector.connect(ConnectionCheck.Listener.NONE);
        generation.prove("seal");
        return generation;
    }

    /** Returns the record of the PIN that was presented and not accepted; empty if there is none. */
    private static String record(HsmSettings settings) {
        Path folder = settings.dataDir().resolve("refused-pins");
        if (!Files.exists(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> written = files.filter(
                            file -> file.getFileName().toString().matches("[0-9a-f]{16}-[0-9a-f]{8}"))
                    .findFirst();
            return written.isPresent() ? Files.readString(written.get()) : "";
        } catch (IOException changing) {
            return "";
        }
    }
}
