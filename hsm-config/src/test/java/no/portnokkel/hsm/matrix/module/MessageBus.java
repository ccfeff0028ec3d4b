package no.portnokkel.hsm.matrix.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import no.portnokkel.hsm.Await;

/**
 * The D-Bus between the module and tpm2-abrmd. It ends shortly after this process and is never restarted: the
 * module's library (GLib) ends its process when the bus is gone.
 */
final class MessageBus {
    private static final String CONFIGURATION = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
              </policy>
            </busconfig>
            """;
    /** Stops the bus when the process with the given id has ended. */
    private static final String RUN_UNTIL_EXIT =
            "dbus-daemon --nofork --nopidfile --config-file=\"$1\" & bus=$!; tail --pid=\"$2\" -f /dev/null; kill $bus";

    private static boolean started;

    private MessageBus() {}

    static synchronized void start(Path folder) {
        if (started) {
            return;
        }
        String address = Objects.requireNonNull(
                System.getenv("DBUS_SESSION_BUS_ADDRESS"), "Set the environment variable DBUS_SESSION_BUS_ADDRESS.");
        Path socket = Path.of(address.substring("unix:path=".length()));
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(socket);
            Path configuration = Files.writeString(folder.resolve("bus.conf"), CONFIGURATION.formatted(address));
            String us = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("setsid", "sh", "-c", RUN_UNTIL_EXIT, "sh", configuration.toString(), us)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Await.until(Duration.ofSeconds(10), () -> Files.exists(socket));
        started = true;
    }
}
