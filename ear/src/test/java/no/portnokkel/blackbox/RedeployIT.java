package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same server deploys the control room again and again: nothing of an undeployed one stays but the mapped module copies. */
class RedeployIT {
    private static final String INCOME = "{\"scope\":\"skatteetaten:inntekt\",\"fresh\":true}";
    private static final int REDEPLOYS = 10;

    @TempDir
    Path directory;

    @Test
    void ten_redeploys_on_wildfly_leave_no_class_loader_thread_or_open_file() throws Exception {
        try (BlackBoxFixture fixture = BlackBoxFixture.start(directory, "redeploy");
                Server server =
                        Server.start(new WildFly(), directory, fixture.configuration(directory.resolve("data")))) {
            redeployAndSign(server); // the first one loads classes of the server
            redeployAndSign(server);
            Footprint before = Footprint.of(server);
            for (int redeploy = 0; redeploy < REDEPLOYS; redeploy++) {
                redeployAndSign(server);
            }

            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(Footprint.of(server)).satisfies(after -> {
                        assertThat(after.loaders()).as("class loaders").isLessThanOrEqualTo(before.loaders() + 3);
                        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 5);
                        assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + 5);
                    }));
            try (Stream<Path> copies = Files.list(directory.resolve("data/modules"))) {
                assertThat(copies).as("module copies").hasSizeLessThanOrEqualTo(2); // of the two applications that run
            }
        }
    }

    private void redeployAndSign(Server server) throws Exception {
        Path deployed = find("portnokkel.ear.deployed");
        Path order = Files.createFile(deployed.resolveSibling("portnokkel.ear.dodeploy"));
        await("the server has redeployed")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.notExists(order)
                        && Files.notExists(deployed.resolveSibling("portnokkel.ear.isdeploying"))
                        && Files.exists(deployed));
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() ->
                        server.as("kari").post("api/v1/tokens/trial", INCOME).status() == 200);
    }

    private Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    /** What a leak would let grow. */
    private record Footprint(long loaders, long threads, long files) {
        static Footprint of(Server server) throws IOException {
            long pid = server.pid();
            jcmd(pid, "GC.run");
            long loaders = jcmd(pid, "VM.classloader_stats")
                    .lines()
                    .filter(line -> line.endsWith("org.jboss.modules.ModuleClassLoader"))
                    .count();
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"));
                    Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
                return new Footprint(loaders, tasks.count(), files.count());
            }
        }

        private static String jcmd(long pid, String command) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
