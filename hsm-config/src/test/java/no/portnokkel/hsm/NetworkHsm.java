package no.portnokkel.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network HSM that can be disconnected: a p11-kit server in front of a token. Each process has one address, since
 * the client module reads it from the environment variable {@code P11_KIT_SERVER_ADDRESS}.
 */
public final class NetworkHsm implements AutoCloseable {
    private final Path module;
    private final String tokenLabel;
    private final Path socket;
    private @Nullable Process server;

    public NetworkHsm(Path module, String tokenLabel) {
        this.module = module;
        this.tokenLabel = tokenLabel;
        String address = Objects.requireNonNull(
                System.getenv("P11_KIT_SERVER_ADDRESS"), "Set the environment variable P11_KIT_SERVER_ADDRESS.");
        this.socket = Path.of(address.substring("unix:path=".length()));
    }

    public static Path clientModule() {
        return Path.of("/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so");
    }

    public void switchOn() throws IOException {
        // In its own process group, since the server's children continue when it is killed.
        server = new ProcessBuilder(
                        "setsid",
                        "p11-kit",
                        "server",
                        "-f",
                        "-n",
                        socket.toString(),
                        "--provider",
                        module.toString(),
                        "pkcs11:token=" + tokenLabel)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Await.until(Duration.ofSeconds(10), () -> Files.exists(socket));
    }

    /** Suspends the server: it accepts requests and answers none. */
    public void hang() throws IOException {
        signal("-STOP");
    }

    public void goOn() throws IOException {
        signal("-CONT");
    }

    /** Kills the server without closing connections. */
    public void switchOff() throws IOException {
        if (server != null) {
            signal("-KILL");
            server.onExit().join();
            server = null;
        }
        Files.deleteIfExists(socket);
    }

    @Override
    public void close() throws IOException {
        switchOff();
    }

    private void signal(String signal) throws IOException {
        String group = "-" + Objects.requireNonNull(server).pid();
        new ProcessBuilder("kill", signal, "--", group).start().onExit().join();
    }
}
