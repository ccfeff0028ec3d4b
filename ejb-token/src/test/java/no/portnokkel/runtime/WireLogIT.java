package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.http.ProxyDouble;
import no.portnokkel.secrets.Secret;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The HTTP library writes whole requests to its wire log. In the shaded jar that log goes nowhere, even if an slf4j provider for
 * java.util.logging is on the class path and all loggers are at the finest level.
 */
@ResourceLock("softhsm2")
class WireLogIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String PROXY_PASSWORD = "hemmelig-7391";
    private static final String PROXY_AUTHORIZATION =
            Base64.getEncoder().encodeToString(("kari:" + PROXY_PASSWORD).getBytes(UTF_8));

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    @TempDir
    Path directory;

    @Test
    void all_loggers_at_the_finest_level_write_no_secret() throws IOException {
        String output = runTokenLoop(bundled(), Map.of());

        assertThat(output)
                .contains("GRANTED AccessToken[", "FAILED maskinporten-refused", "FAILED maskinporten-unavailable")
                .as("the finest level is written")
                .contains("Token for skatteetaten:inntekt from day")
                .doesNotContain("client5.http.wire", "client5.http.headers");
        assertThat(Secret.in(output)).isEmpty();
    }

    @Test
    void the_password_of_a_proxy_is_not_written_whether_the_proxy_accepts_it_or_not() throws IOException {
        for (String accepted : List.of(PROXY_PASSWORD, "another")) {
            try (ProxyDouble proxy = ProxyDouble.basic("kari", accepted)) {
                String output = runTokenLoop(bundled(), proxySettings(proxy));

                assertThat(output)
                        .contains(
                                accepted.equals("another") ? "FAILED maskinporten-unreachable" : "GRANTED AccessToken[")
                        .doesNotContain(PROXY_PASSWORD, PROXY_AUTHORIZATION);
                assertThat(proxy.tries()).as("it was sent").isPositive();
            }
        }
    }

    @Test
    void the_same_libraries_unshaded_would_write_the_password_of_a_proxy() throws IOException {
        try (ProxyDouble proxy = ProxyDouble.basic("kari", PROXY_PASSWORD)) {
            assertThat(runTokenLoop(unshaded(), proxySettings(proxy)))
                    .as("the test detects it")
                    .contains(PROXY_AUTHORIZATION);
        }
    }

    @Test
    void the_same_libraries_unshaded_would_write_every_grant() throws IOException {
        String output = runTokenLoop(unshaded(), Map.of());

        assertThat(Secret.in(output)).as("the test detects secrets").contains(Secret.JWT);
    }

    private static Stream<Path> bundled() {
        return Stream.concat(
                Stream.of(TARGET.resolve("ejb-token.jar")),
                jars(TARGET.resolve("container-libraries"), TARGET.resolve("chatty-libraries")));
    }

    private static Stream<Path> unshaded() {
        return Stream.concat(
                Stream.of(TARGET.resolve("classes")),
                jars(
                        TARGET.resolve("container-libraries"),
                        TARGET.resolve("chatty-libraries"),
                        TARGET.resolve("bundled-libraries")));
    }

    private Map<String, String> proxySettings(ProxyDouble proxy) throws IOException {
        Path password = Files.writeString(directory.resolve("proxy-password"), PROXY_PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return Map.of(
                "http.proxy",
                proxy.address(),
                "http.proxy-user",
                "kari",
                "http.proxy-password-file",
                password.toString());
    }

    private String runTokenLoop(Stream<Path> classPath, Map<String, String> settings) throws IOException {
        SoftHsmToken hsm = Bank.hsm(directory, "wire-log");
        MASKINPORTEN.twin().faults().next(3, ScriptedAnswer.truth());
        MASKINPORTEN.twin().faults().next(3, ScriptedAnswer.refusal("MP-121"));
        MASKINPORTEN.twin().faults().next(6, ScriptedAnswer.hangUp());
        Path logging = Files.writeString(directory.resolve("logging.properties"), """
                .level = ALL
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = ALL
                """);
        Path data = Files.createTempDirectory(directory, "data");

        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.config.file=" + logging,
                "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider"));
        BankConfig bank = new BankConfig(hsm, data).in("day", MASKINPORTEN.twin());
        settings.forEach(bank::with);
        bank.values().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(Stream.concat(classPath, Stream.of(TARGET.resolve("test-classes")))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(TokenLoop.class.getName(), "3"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static Stream<Path> jars(Path... folders) {
        return Stream.of(folders)
                .flatMap(folder ->
                        Stream.of(Objects.requireNonNull(folder.toFile().listFiles(), folder.toString())))
                .map(File::toPath);
    }
}
