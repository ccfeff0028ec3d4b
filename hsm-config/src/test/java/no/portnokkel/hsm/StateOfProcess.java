package no.portnokkel.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.hsm.connection.HsmConnection;

/** A program that starts an HSM and prints its state: module, label of the token, PIN file, data-dir. */
final class StateOfProcess {
    private StateOfProcess() {}

    public static void main(String[] arguments) {
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm = HsmConnection.start(
                BankFixture.settings(Path.of(arguments[3]), Path.of(arguments[0]), arguments[1], Path.of(arguments[2])),
                background,
                System::nanoTime)) {
            Await.until(
                    Duration.ofSeconds(20),
                    () -> hsm.status().fault().isPresent() || hsm.status().state() == HsmState.READY);
            System.out.println("state: " + hsm.status().state().word());
        } finally {
            background.shutdownNow();
        }
    }
}
