package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;
import no.portnokkel.hsm.matrix.module.TpmUnderTest;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ceremony, and the removal of its key, with a TPM. */
@Tag("long")
@UsesSoftHsm
class TpmCeremonyTest {
    private final StringWriter printed = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void a_plan_becomes_a_certified_key_with_evidence_and_the_key_can_be_removed() throws IOException {
        TokenUnderTest token = new TpmUnderTest().token(directory, "tpm-ceremony");
        Files.writeString(
                directory.resolve("issuer.pem"),
                Pem.of(List.of(BankFixture.authority().root())));
        Path plan = Files.writeString(directory.resolve("plan.yaml"), CeremonyFixture.plan("seal-2027"));
        Path config = Files.writeString(
                directory.resolve("portnokkel.properties"),
                String.join(
                        "\n",
                        "portnokkel.hsm.profile=tpm2",
                        "portnokkel.hsm.library=" + token.library(),
                        "portnokkel.hsm.token-label=tpm-ceremony",
                        "portnokkel.hsm.pin-file=" + token.pinFile(),
                        "portnokkel.data-dir=" + directory.resolve("data")));
        String evidence = directory.resolve("evidence").toString();
        String[] ceremony = {
            "ceremony",
            plan.toString(),
            "--evidence",
            evidence,
            "--config",
            config.toString(),
            "--confirm",
            CeremonyFixture.OFFICER,
            "--confirm",
            CeremonyFixture.WITNESS
        };

        assertThat(runs(ceremony)).as(printed.toString()).isZero();
        SigningRequest request = SigningRequest.read(Files.readString(Path.of(evidence, "request.csr")));
        Path delivered = Files.writeString(
                directory.resolve("delivered.pem"),
                Pem.of(BankFixture.authority()
                        .certify(
                                request.key(),
                                OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS"))));
        assertThat(runs(Stream.concat(Stream.of(ceremony), Stream.of("--chain", delivered.toString()))
                        .toArray(String[]::new)))
                .as(printed.toString())
                .isZero();

        assertThat(runs("verify", evidence)).as(printed.toString()).isZero();
        assertThat(runs("test-sign", "--config", config.toString(), "--key", "seal-2027"))
                .as(printed.toString())
                .isZero();
        String retired = directory.resolve("retired").toString();
        assertThat(runs("retire", "--config", config.toString(), "--key", "seal-2027", "--evidence", retired, "--yes"))
                .as(printed.toString())
                .isZero();
        assertThat(runs("verify", retired)).as(printed.toString()).isZero();
        assertThat(runs("test-sign", "--config", config.toString(), "--key", "seal-2027"))
                .isEqualTo(5);
    }

    private int runs(String... arguments) {
        PrintWriter terminal = new PrintWriter(printed);
        return PortnokkelHsm.run(
                new CliContext(terminal, terminal, Locale.ENGLISH, prompt -> new char[0], Clock.systemUTC()),
                arguments);
    }
}
