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
import java.util.concurrent.TimeUnit;

/** Payara Micro with the control room and the sample application, on loopback, as an operator starts it. */
final class Server implements AutoCloseable {
    private static final String LOOPBACK_ONLY = """
            set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
            set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
            """;

    private final Process process;
    private final int port;
    private final Path log;

    private Server(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts it and waits until the control room answers.
     *
     * @param directory for its configuration and log
     * @param configuration MicroProfile Config properties
     */
    static Server start(Path directory, Map<String, String> configuration) throws IOException {
        Path settings = directory.resolve("portnokkel.properties");
        Properties properties = new Properties();
        properties.putAll(configuration);
        try (Writer writer = Files.newBufferedWriter(settings)) {
            properties.store(writer, null);
        }
        Path listeners = Files.writeString(directory.resolve("loopback.txt"), LOOPBACK_ONLY);
        Path log = directory.resolve("server.log");
        int port = freePort();
        Process process = new ProcessBuilder(List.of(
                        Command.executable(),
                        "-Xmx512m",
                        "-jar",
                        Artefacts.PAYARA_MICRO.toString(),
                        "--noHazelcast",
                        "--rootdir",
                        Files.createTempDirectory(directory, "payara").toString(),
                        "--port",
                        Integer.toString(port),
                        "--prebootcommandfile",
                        listeners.toString(),
                        "--systemproperties",
                        settings.toString(),
                        "--deploy",
                        Artefacts.CONTROL_ROOM.toString(),
                        "--deploy",
                        Artefacts.SAMPLE.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Server server = new Server(process, port, log);
        await("the control room answers; its log is " + log)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .failFast("the server has ended", () -> !process.isAlive())
                .until(() -> server.anybody().get("health/live").status() == 200
                        && server.sample().get("api/token").status() != 404);
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The control room, without signing in. */
    Http anybody() {
        return Http.at(URI.create("http://127.0.0.1:" + port + "/maskinporten-admin/"));
    }

    /** The control room, signed in by HTTP Basic. */
    Http as(String user) {
        return anybody().as(user, Users.PASSWORD);
    }

    Http sample() {
        return Http.at(URI.create("http://127.0.0.1:" + port + "/loan-application/"));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
