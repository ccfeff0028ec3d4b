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
        assertThatTenRedeploysLeaveNothing(
                new WildFly(), this::redeployOnWildFly, "org.jboss.modules.ModuleClassLoader");
    }

    @Test
    void ten_redeploys_on_payara_micro_leave_no_class_loader_thread_or_open_file() throws Exception {
        Path order = directory.resolve("redeploy");
        assertThatTenRedeploysLeaveNothing(
                new RedeployablePayaraMicro(order),
                () -> {
                    Files.createFile(order);
                    await("the server has redeployed")
                            .atMost(Duration.ofMinutes(2))
                            .until(() -> Files.notExists(order));
                },
                "org.glassfish.web.loader.WebappClassLoader");
    }

    private void assertThatTenRedeploysLeaveNothing(ServerProduct product, Redeploy redeploy, String loader)
            throws Exception {
        try (BlackBoxFixture fixture = BlackBoxFixture.start(directory, "redeploy");
                Server server = Server.start(product, directory, fixture.configuration(directory.resolve("data")))) {
            redeployAndSign(server, redeploy); // the first one loads classes of the server
            redeployAndSign(server, redeploy);
            Footprint before = Footprint.of(server, loader);
            assertThat(before.loaders()).as("class loaders of " + loader).isPositive();
            for (int count = 0; count < REDEPLOYS; count++) {
                redeployAndSign(server, redeploy);
            }

            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(Footprint.of(server, loader))
                            .satisfies(after -> {
                                assertThat(after.loaders())
                                        .as("class loaders")
                                        .isLessThanOrEqualTo(before.loaders() + 3);
                                assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 5);
                                assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + 5);
                            }));
            try (Stream<Path> copies = Files.list(directory.resolve("data/modules"))) {
                assertThat(copies).as("module copies").hasSizeLessThanOrEqualTo(2); // of the two applications that run
            }
        }
    }

    private static void redeployAndSign(Server server, Redeploy redeploy) throws Exception {
        redeploy.run();
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() ->
                        server.as("kari").post("api/v1/tokens/trial", INCOME).status() == 200);
    }

    private void redeployOnWildFly() throws IOException {
        Path deployed = find("portnokkel.ear.deployed");
        Path order = Files.createFile(deployed.resolveSibling("portnokkel.ear.dodeploy"));
        await("the server has redeployed")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.notExists(order)
                        && Files.notExists(deployed.resolveSibling("portnokkel.ear.isdeploying"))
                        && Files.exists(deployed));
    }

    private Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    /** Has the server redeploy the control room, and waits for it. */
    @FunctionalInterface
    private interface Redeploy {
        void run() throws IOException;
    }

    /** What a leak would let grow. */
    private record Footprint(long loaders, long threads, long files) {
        static Footprint of(Server server, String loader) throws IOException {
            long pid = server.pid();
            jcmd(pid, "GC.run");
            long loaders = jcmd(pid, "VM.classloader_stats")
                    .lines()
                    .filter(line -> line.endsWith(loader))
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
