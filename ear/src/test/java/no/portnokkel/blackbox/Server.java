package no.portnokkel.blackbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A running server with the control room and the sample application, on loopback. */
public final class Server implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    private Server(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts a server and waits until both applications respond.
     *
     * @param directory for the server's configuration and log
     * @param configuration MicroProfile Config properties
     */
    public static Server start(ServerProduct product, Path directory, Map<String, String> configuration)
            throws IOException {
        return start(product, directory, configuration, Map.of());
    }

    /**
     * Starts a server and waits until both applications respond.
     *
     * @param environment variables of the process, besides those of this one
     */
    static Server start(
            ServerProduct product, Path directory, Map<String, String> configuration, Map<String, String> environment)
            throws IOException {
        Path settings = directory.resolve("portnokkel.properties");
        Properties properties = new Properties();
        properties.putAll(configuration);
        try (Writer writer = Files.newBufferedWriter(settings)) {
            properties.store(writer, null);
        }
        Path log = directory.resolve("server.log");
        int port = freePort();
        ProcessBuilder command = product.command(directory, port, settings);
        command.environment().putAll(environment);
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Server server = new Server(process, port, log);
        try {
            server.awaitApplications(product.name());
        } catch (ConditionTimeoutException | TerminalFailureException failed) {
            server.close();
            throw new IllegalStateException(
                    product.name() + " did not deploy the applications. Its log:\n" + server.log(), failed);
        }
        return server;
    }

    private void awaitApplications(String product) {
        await("both applications respond on " + product)
                .atMost(Duration.ofMinutes(5)) // two cores that also run other builds
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsMatching(unready -> !(unready instanceof TerminalFailureException))
                .failFast("the server has ended", () -> !process.isAlive())
                .until(() -> anonymous().get("health/live").status() == 200
                        && sample().get("api/token").status() != 404);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Returns the address of the control room, with a slash at the end. */
    public URI controlRoom() {
        return URI.create("http://127.0.0.1:" + port + "/maskinporten-admin/");
    }

    /** Returns a client of the control room without login. */
    public Http anonymous() {
        return Http.at(controlRoom());
    }

    /** Returns a client of the control room that logs in with HTTP Basic. */
    public Http as(String user) {
        return anonymous().as(user, Users.PASSWORD);
    }

    Http sample() {
        return Http.at(URI.create("http://127.0.0.1:" + port + "/loan-application/"));
    }

    /** Returns the id of {@link #virtualMachine()}. */
    long pid() {
        return virtualMachine().pid();
    }

    /** Ends the Java virtual machine as {@code kill -9} does: it writes and answers nothing any more. */
    void kill() {
        ProcessHandle virtualMachine = virtualMachine();
        virtualMachine.destroyForcibly();
        virtualMachine.onExit().join();
    }

    /** Returns the Java virtual machine, which may be the child of a start script. */
    ProcessHandle virtualMachine() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(candidate -> candidate
                        .info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        // The process may be a start script with the server as its child.
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        processes.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(30, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            processes.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException interrupted) {
            processes.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
