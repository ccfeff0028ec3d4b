package no.portnokkel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The developer's first hour: the twin with a key in a file, and a Java runtime that has no PKCS#11 at all. */
@Timeout(180)
class LaptopTest {
    private static final Pattern GRANT = Pattern.compile("\"client\"|\"jti\"");

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private URI twin = URI.create("http://127.0.0.1/");

    @BeforeEach
    void startTwin() throws IOException {
        Process process = java(classPath(""), "no.portnokkel.testkit.cli.TwinCommand", "--with-key", folder());
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith("TWIN ")) {
                line = output.readLine();
            }
            assertThat(line).isNotNull();
            twin = URI.create(line.substring("TWIN ".length()));
        }
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void the_lines_of_with_key_give_a_token_where_no_pkcs11_module_can_be_loaded()
            throws IOException, InterruptedException {
        assertThat(run(configuration())).containsExactly("cryptoki: false", "jna: false", "token: true", "ready: true");
        assertThat(grants()).isPositive();
        assertThat(standardError(1)).contains("portnokkel.hsm.profile = software", "For development only");
    }

    @Test
    void in_class_production_nothing_is_signed() throws IOException, InterruptedException {
        Files.writeString(
                configuration(),
                Files.readString(configuration()) + "portnokkel.environments.local.class=production\n");

        assertThat(run(configuration()))
                .contains("problem: hsm-profile-not-allowed")
                .doesNotContain("token: true");
        assertThat(grants()).isZero();
    }

    private String folder() {
        return directory.resolve("laptop").toString();
    }

    private Path configuration() {
        return directory.resolve("laptop/portnokkel.properties");
    }

    private List<String> run(Path settings) throws IOException, InterruptedException {
        Process process = java(
                classPath("/jna"),
                "--limit-modules",
                "java.se,jdk.crypto.ec,jdk.net,jdk.unsupported",
                LaptopApplication.class.getName(),
                settings.toString());
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().collect(Collectors.toList());
            assertThat(process.waitFor())
                    .as(() -> standardError(started.size() - 1))
                    .isZero();
            return lines.stream().filter(line -> line.matches("[a-z0-9]+: .*")).toList();
        }
    }

    private long grants() throws IOException, InterruptedException {
        String body = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(twin.resolve("/twin/grants")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return GRANT.matcher(body).results().count();
    }

    private Process java(String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(errors(started.size()).toFile())
                .start();
        started.add(process);
        return process;
    }

    private Path errors(int process) {
        return directory.resolve("stderr-" + process);
    }

    private String standardError(int process) {
        try {
            return Files.readString(errors(process));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Returns the class path of this test without the archives whose path contains a text; all of it for an empty one. */
    private static String classPath(String without) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !entry.contains(without))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
