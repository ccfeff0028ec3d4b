package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** A security officer's terminal with one HSM token. */
final class OfficerTerminal {
    static final String ORGANISATION = "310167398";

    private final Path directory;
    private final SoftHsmToken token;
    private final Path library;
    private String out = "";
    private String err = "";
    private String more = "";
    private String typed = "";
    private Clock clock = Clock.systemUTC();

    private OfficerTerminal(Path directory, SoftHsmToken token, Path library) {
        this.directory = directory;
        this.token = token;
        this.library = library;
    }

    static OfficerTerminal with(Path directory, String label) {
        SoftHsmToken token = SoftHsmToken.create(directory, label, BankFixture.PIN);
        return new OfficerTerminal(directory, token, token.library());
    }

    /** Returns the same terminal with another module. */
    OfficerTerminal through(Path module) {
        return new OfficerTerminal(directory, token, module);
    }

    SoftHsmToken token() {
        return token;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    int runs(String verb, String... arguments) {
        return runs(Locale.ENGLISH, verb, arguments);
    }

    int runs(Locale locale, String verb, String... arguments) {
        return runsAlone(
                locale,
                Stream.concat(Stream.of(verb, "--config", config().toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Runs the command with these arguments only. */
    int runsAlone(Locale locale, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter diagnostics = new StringWriter();
        CliContext context = new CliContext(
                new PrintWriter(output), new PrintWriter(diagnostics), locale, prompt -> typed.toCharArray(), clock);
        int exit = PortnokkelHsm.run(context, arguments);
        out = output.toString();
        err = diagnostics.toString();
        return exit;
    }

    void generates(String label) {
        assertThat(runs("generate", "--key", label, "--size", "2048")).as(err).isZero();
    }

    /** Returns the certificate request of a key, as an authority reads it. */
    SigningRequest requests(String label) {
        int exit = runs("csr", "--key", label, "--organisation", ORGANISATION, "--name", "Testbanken AS");
        assertThat(exit).as(err).isZero();
        return SigningRequest.read(out);
    }

    /** Returns a certificate chain for the request of a key. */
    List<X509Certificate> isCertified(String label) {
        return BankFixture.authority()
                .certify(requests(label).key(), OrganisationCertificate.seal(ORGANISATION, "Testbanken AS"));
    }

    Path saves(List<X509Certificate> chain) {
        return saves("chain.pem", Pem.of(chain));
    }

    Path saves(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    int imports(String label, List<X509Certificate> chain, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("--key", label, "--chain", saves(chain).toString()), Stream.of(more))
                .toArray(String[]::new);
        return runs("import", arguments);
    }

    /** Returns the objects of the token as OpenSC lists them. */
    String listing() {
        return pkcs11Tool("--list-objects");
    }

    String pkcs11Tool(String... arguments) {
        return OpenScTool.run(token.library(), token.label(), BankFixture.PIN, arguments)
                .requireSuccess();
    }

    /** Types a PIN at each prompt. */
    OfficerTerminal types(String pin) {
        typed = pin;
        return this;
    }

    /** Works by this clock from now on. */
    OfficerTerminal hasClock(Clock other) {
        clock = other;
        return this;
    }

    /** Appends lines to the configuration, as the application has them. */
    OfficerTerminal configures(String... lines) {
        more = String.join("\n", lines) + "\n";
        return this;
    }

    private Path config() {
        return saves(
                "portnokkel.properties",
                more + "portnokkel.hsm.profile=softhsm2\nportnokkel.hsm.library=" + library
                        + "\nportnokkel.hsm.token-label=" + token.label() + "\nportnokkel.hsm.pin-file="
                        + token.pinFile() + "\nportnokkel.data-dir=" + directory.resolve("data") + "\n");
    }
}
