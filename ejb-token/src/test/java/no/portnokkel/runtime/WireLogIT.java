package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.secrets.Secret;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
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
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN =
            new MaskinportenTwinExtension(plan -> plan.authority(AUTHORITY)
                    .client(RegisteredClient.of(BankConfig.CLIENT, BankConfig.OWNER, "skatteetaten:inntekt")));

    @TempDir
    Path directory;

    @Test
    void all_loggers_at_the_finest_level_write_no_secret() throws IOException {
        String output = runTokenLoop(Stream.concat(
                Stream.of(TARGET.resolve("ejb-token.jar")),
                jars(TARGET.resolve("container-libraries"), TARGET.resolve("chatty-libraries"))));

        assertThat(output)
                .contains("GRANTED AccessToken[", "FAILED maskinporten-refused", "FAILED maskinporten-unavailable")
                .as("the finest level is written")
                .contains("Token for skatteetaten:inntekt from day")
                .doesNotContain("client5.http.wire", "client5.http.headers");
        assertThat(Secret.in(output)).isEmpty();
    }

    @Test
    void the_same_libraries_unshaded_would_write_every_grant() throws IOException {
        String output = runTokenLoop(Stream.concat(
                Stream.of(TARGET.resolve("classes")),
                jars(
                        TARGET.resolve("container-libraries"),
                        TARGET.resolve("chatty-libraries"),
                        TARGET.resolve("bundled-libraries"))));

        assertThat(Secret.in(output)).as("the test detects secrets").contains(Secret.JWT);
    }

    private String runTokenLoop(Stream<Path> classPath) throws IOException {
        SoftHsmToken hsm = SoftHsmToken.create(directory, "wire-log", "987654");
        hsm.generateKey(
                "seal", key -> AUTHORITY.certify(key, OrganisationCertificate.seal(BankConfig.OWNER, "Testbanken AS")));
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
        new BankConfig(hsm, data)
                .in("day", MASKINPORTEN.twin())
                .values()
                .forEach((key, value) -> command.add("-D" + key + "=" + value));
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
