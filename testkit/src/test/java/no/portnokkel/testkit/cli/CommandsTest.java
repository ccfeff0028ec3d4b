package no.portnokkel.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import picocli.CommandLine;

@ResourceLock("softhsm2") // all tests share one store; while a token is being created, readers see an incomplete one
class CommandsTest {

    private static final Clock NOW = Clock.systemUTC();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_names_every_option_and_the_default_client() {
        assertThat(twin("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--port",
                        "--authority",
                        "--client",
                        "--token-lifetime",
                        "--state",
                        "--class",
                        "--issuer",
                        "demo-client",
                        "310167398");
    }

    @Test
    void an_invalid_option_is_wrong_usage() {
        assertThat(twin("--prot", "8080")).isEqualTo(2);
        assertThat(err.toString()).contains("--prot", "Usage: portnokkel-twin");
        assertThat(twin("--client", "only-an-id")).isEqualTo(2);
        assertThat(twin("--client", "a:12345")).isEqualTo(2);
        assertThat(twin("--delegation", "974760673:310167398")).isEqualTo(2);
        assertThat(twin("--port", "70000")).isEqualTo(2);
        assertThat(twin("--token-lifetime", "0")).isEqualTo(2);
        assertThat(twin("--class", "real")).isEqualTo(2);
        assertThat(twin("--issuer", "https://test.maskinporten.no")).isEqualTo(2);
        assertThat(err.toString()).contains("slash at its end");
    }

    @Test
    void an_invalid_state_is_rejected_with_its_place(@TempDir Path home) throws IOException {
        Path state = home.resolve("state.json");
        assertThat(twin("--state", state.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("state.json");

        Files.writeString(state, "{\"client\":[]}");
        assertThat(twin("--state", state.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("does not know [client]");
    }

    @Test
    void a_directory_contains_an_authority_of_one_class(@TempDir Path home) {
        TestAuthority.in(home);

        assertThat(twin("--authority", home.toString(), "--class", "production"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("class TEST");
    }

    @Test
    void a_port_in_use_gives_one_line_of_error() {
        try (MaskinportenTwin other = MaskinportenTwin.builder().start()) {
            String port = Integer.toString(other.issuer().getPort());

            assertThat(twin("--port", port)).isEqualTo(1);
            assertThat(err.toString().lines()).singleElement().asString().contains(port, "taken");
        }
    }

    @Test
    void scopes_of_a_client_may_contain_colons() {
        assertThat(new TwinCommand.ClientConverter()
                        .convert("bank:310167398:skatteetaten:inntekt,bits:kundeforhold")
                        .scopes())
                .containsExactlyInAnyOrder("skatteetaten:inntekt", "bits:kundeforhold");
    }

    @Test
    void the_demo_token_is_created_once_and_renewed_when_it_does_not_fit(@TempDir Path home) {
        assertThat(demoToken(NOW, home, "310167398")).isZero();
        assertThat(out.toString())
                .contains("seal (new)", "until", "authorities.pem")
                .doesNotContain("(existing)");

        assertThat(demoToken(NOW, home, "310167398")).isZero();
        assertThat(out.toString()).contains("seal (existing)");

        assertThat(demoToken(NOW, home, "974760673")).isZero();
        assertThat(out.toString()).contains("of 974760673").doesNotContain("(existing)");

        Clock inTenYears = Clock.fixed(Instant.now(NOW).plusSeconds(10L * 365 * 86_400), ZoneOffset.UTC);
        assertThat(demoToken(inTenYears, home, "974760673")).isZero();
        assertThat(out.toString()).contains("seal (new)");
    }

    @Test
    void the_demo_token_requires_an_organisation_number_of_nine_digits(@TempDir Path home) {
        assertThat(demoToken(NOW, home, "31016739")).isEqualTo(2);
        assertThat(err.toString()).contains("nine digits");
    }

    @Test
    void the_demo_token_can_be_created_without_a_key(@TempDir Path home) {
        assertThat(demoToken(NOW, home, "310167398", "--label", "testkit-no-key", "--no-key"))
                .isZero();
        assertThat(out.toString())
                .contains("testkit-no-key", "pin file", "authorities.pem")
                .doesNotContain("certificate", "key          ");
    }

    private int twin(String... arguments) {
        return run(TwinCommand.commandLine(), arguments);
    }

    private int demoToken(Clock clock, Path home, String organisation) {
        return demoToken(clock, home, organisation, "--label", "testkit-demo");
    }

    private int demoToken(Clock clock, Path home, String organisation, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--directory",
                home.resolve("hsm").toString(),
                "--authority",
                home.resolve("ca").toString(),
                "--organisation",
                organisation));
        arguments.addAll(List.of(more));
        return run(new CommandLine(new DemoToken(clock)), arguments.toArray(String[]::new));
    }

    private int run(CommandLine command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
