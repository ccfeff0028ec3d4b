package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.portnokkel.Portnokkel;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a key with the delivered command line: plan, request, authority, PKCS #7, import, grants, evidence, removal. */
class CeremonyIT {
    private static final String[] PERSONS = {"--confirm", "Siri Vold=security-officer", "--confirm", "Ola Dahl=witness"
    };

    @TempDir
    Path directory;

    @Test
    void a_plan_becomes_a_key_whose_grants_are_accepted_and_evidence_that_anybody_can_verify() throws Exception {
        try (BlackBoxFixture fixture = BlackBoxFixture.start(directory, "ceremony")) {
            Path evidence = directory.resolve("evidence");
            Path plan = Files.writeString(directory.resolve("plan.yaml"), """
                    ceremony: 1
                    purpose: Segl for Maskinporten, 2027
                    class: test
                    organisation: {number: 310167398, name: Testbanken AS, unit: Utlån}
                    key: {label: seal-2027, size: 3072}
                    certificate: {authorities-file: issuer.pem}
                    persons: [{name: Siri Vold, role: security-officer}, {name: Ola Dahl, role: witness}]
                    """);
            Path issuer = Files.writeString(
                    directory.resolve("issuer.pem"),
                    Pem.of(List.of(fixture.first.authority().root())));
            Path configuration = configuration(fixture);
            String[] ceremony = {
                "ceremony", plan.toString(), "--evidence", evidence.toString(), "--config", configuration.toString()
            };

            assertThat(runs(ceremony, PERSONS)).contains("waiting: certificate");
            assertThat(openssl("req", "-verify", "-noout", "-subject", "-in", evidence + "/request.csr"))
                    .contains("verify OK", "O = Testbanken AS", "organizationIdentifier = NTRNO-310167398");

            SigningRequest request = SigningRequest.read(Files.readString(evidence.resolve("request.csr")));
            Path certified = Files.writeString(
                    directory.resolve("certified.pem"),
                    Pem.of(fixture.first
                            .authority()
                            .certify(
                                    request.key(),
                                    OrganisationCertificate.seal(BlackBoxFixture.OWNER, "Testbanken AS"))));
            Path delivery = directory.resolve("delivery.p7b");
            openssl(
                    "crl2pkcs7",
                    "-nocrl",
                    "-certfile",
                    certified.toString(),
                    "-outform",
                    "DER",
                    "-out",
                    delivery.toString());
            assertThat(runs(
                            ceremony,
                            Stream.concat(Stream.of(PERSONS), Stream.of("--chain", delivery.toString()))
                                    .toArray(String[]::new)))
                    .contains("complete");

            requiresToken(fixture);

            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            Path copy = Files.createDirectory(elsewhere.resolve("evidence"));
            try (Stream<Path> files = Files.list(evidence)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            assertThat(runs(new String[] {"verify", copy.toString(), "--authorities", issuer.toString()}))
                    .contains("Segl for Maskinporten, 2027", "intact");
            Files.writeString(copy.resolve("request.csr"), "\n", StandardOpenOption.APPEND);
            assertThat(Command.java(Artefacts.COMMAND_LINE, "verify", copy.toString())
                            .exit())
                    .isEqualTo(1);

            assertThat(Command.java(
                            Artefacts.COMMAND_LINE,
                            "retire",
                            "--config",
                            configuration.toString(),
                            "--key",
                            "seal-2027",
                            "--evidence",
                            directory.resolve("retired").toString(),
                            "--yes"))
                    .satisfies(refused -> {
                        assertThat(refused.output()).contains("signed for an application of this machine");
                        assertThat(refused.exit()).isEqualTo(6);
                    });
        }
    }

    /** Lets the library fetch a token with the new key. */
    private void requiresToken(BlackBoxFixture fixture) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(fixture.configuration(directory.resolve("data")));
        settings.keySet().removeIf(key -> key.startsWith("portnokkel.admin.") || !key.startsWith("portnokkel."));
        settings.put("portnokkel.environments.first.key", "seal-2027");
        try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(portnokkel
                            .tokens()
                            .get(TokenRequest.forScope("skatteetaten:inntekt"))
                            .scopes())
                    .hasToString("[skatteetaten:inntekt]");
        }
    }

    private Path configuration(BlackBoxFixture fixture) throws IOException {
        return Files.writeString(
                directory.resolve("portnokkel.properties"),
                String.join(
                        "\n",
                        "portnokkel.hsm.profile=softhsm2",
                        "portnokkel.hsm.library=" + fixture.hsm.library(),
                        "portnokkel.hsm.token-label=" + fixture.hsm.label(),
                        "portnokkel.hsm.pin-file=" + fixture.hsm.pinFile(),
                        "portnokkel.audit.key=audit",
                        "portnokkel.data-dir=" + directory.resolve("data")));
    }

    private static String runs(String[] command, String... more) throws IOException, InterruptedException {
        Command result = Command.java(
                Artefacts.COMMAND_LINE,
                Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
