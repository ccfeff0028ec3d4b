package no.portnokkel.hsm.matrix.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.Shell;
import org.jspecify.annotations.Nullable;

/**
 * A software TPM 2.0 (swtpm) behind a resource manager (tpm2-abrmd) on its own message bus. The module reads its
 * address from the environment of the process: one for each process.
 */
final class TpmDevice {
    static final int WRONG_PINS = 10;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path FOLDER = Path.of("target", "tpm2").toAbsolutePath();
    private static final Path STATE = FOLDER.resolve("state");
    private static final Path STORE = FOLDER.resolve("store");
    private static final Path SOCKET = FOLDER.resolve("tpm.sock");
    private static final Path CONTROL = FOLDER.resolve("tpm.sock.ctrl");

    private @Nullable Process tpm;
    private @Nullable Process resourceManager;

    /** Starts with an empty TPM and an empty store of the module. */
    void startAnew() {
        MessageBus.start(FOLDER);
        empty(STATE);
        empty(STORE);
        powerOn();
        Shell.runSuccessfully(
                "tpm2_dictionarylockout", "--setup-parameters", "--max-tries=" + WRONG_PINS, "--recovery-time=1000");
        Shell.runSuccessfully("tpm2_ptool", "init", "--path", STORE.toString());
    }

    void powerOn() {
        delete(SOCKET);
        delete(CONTROL);
        tpm = start(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + STATE,
                "--server",
                "type=unixio,path=" + SOCKET,
                "--ctrl",
                "type=unixio,path=" + CONTROL,
                "--flags",
                "not-need-init,startup-clear");
        Await.until(SOON, () -> Files.exists(SOCKET) && Files.exists(CONTROL));
        startResourceManager();
    }

    /** Stops it without closing connections. */
    void powerOff() {
        stopResourceManager();
        kill(tpm);
    }

    void startResourceManager() {
        resourceManager = start("/usr/sbin/tpm2-abrmd", "--allow-root", "--session", "--tcti=swtpm:path=" + SOCKET);
        Await.until(SOON, () -> Shell.run("tpm2_getrandom", "--hex", "4").exit() == 0);
    }

    void stopResourceManager() {
        kill(resourceManager);
    }

    /** Clears the TPM: keys of the previous owner can no longer be used. */
    void clear() {
        Shell.runSuccessfully("tpm2_clear");
        empty(STORE);
        Shell.runSuccessfully("tpm2_ptool", "init", "--path", STORE.toString());
    }

    void forgiveWrongPins() {
        Shell.runSuccessfully("tpm2_dictionarylockout", "--clear-lockout");
    }

    void addToken(String label, String pin) {
        store("addtoken", "--pid=1", "--sopin=99999999", "--userpin=" + pin, "--label=" + label);
    }

    void changePin(String label, String old, String next) {
        store("changepin", "--label=" + label, "--old=" + old, "--new=" + next);
    }

    private static void store(String verb, String... arguments) {
        List<String> command = new ArrayList<>(List.of("tpm2_ptool", verb, "--path", STORE.toString()));
        command.addAll(List.of(arguments));
        Shell.runSuccessfully(command.toArray(String[]::new));
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            FOLDER.resolve("log").toFile()))
                    .start();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static void kill(@Nullable Process process) {
        Objects.requireNonNull(process).destroyForcibly().onExit().join();
    }

    private static void empty(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(TpmDevice::delete);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
