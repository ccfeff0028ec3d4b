package no.portnokkel.hsm.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.Rejection;
import no.portnokkel.problem.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portnokkel-hsm}: what a security officer does with the HSM. */
@Command(
        name = "portnokkel-hsm",
        mixinStandardHelpOptions = true,
        versionProvider = PortnokkelHsm.Version.class,
        description = "Looks after the HSM that signs for Maskinporten.")
public final class PortnokkelHsm implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PortnokkelHsm() {}

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] arguments) {
        CliContext desk = new CliContext(
                utf8(System.out),
                utf8(System.err),
                CliContext.language(System.getenv()),
                PortnokkelHsm::askWithoutEcho,
                Clock.systemUTC());
        System.exit(run(desk, arguments));
    }

    static int run(CliContext desk, String... arguments) {
        CommandLine commandLine = new CommandLine(new PortnokkelHsm());
        commandLine.addSubcommand(new DoctorCommand(desk));
        commandLine.addSubcommand(new SlotsCommand(desk));
        commandLine.addSubcommand(new KeysCommand(desk));
        commandLine.addSubcommand(new GenerateCommand(desk));
        commandLine.addSubcommand(new CsrCommand(desk));
        commandLine.addSubcommand(new ImportCommand(desk));
        commandLine.addSubcommand(new JwkCommand(desk));
        commandLine.addSubcommand(new TestSignCommand(desk));
        commandLine.setOut(desk.out());
        commandLine.setErr(desk.err());
        commandLine.setExecutionExceptionHandler((failure, verb, parsed) -> {
            if (failure instanceof HsmException hsmException) {
                HsmFault fault = hsmException.fault();
                return refused(desk, fault.detail(), fault.remedy(), ExitCode.of(fault));
            }
            if (failure instanceof KeyRejectedException ceremonyException) {
                Rejection refusal = ceremonyException.refusal();
                return refused(desk, refusal.detail(), refusal.remedy(), ExitCode.of(refusal));
            }
            throw failure;
        });
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a verb, such as doctor.");
    }

    private static int refused(CliContext desk, Text detail, Text remedy, ExitCode exitCode) {
        desk.complain(Text.message("portnokkel-hsm.refused", Map.of("detail", detail, "remedy", remedy)));
        return exitCode.number();
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    private static char[] askWithoutEcho(String prompt) {
        return Optional.ofNullable(System.console())
                .map(console -> console.readPassword("%s", prompt))
                .orElseGet(() -> new char[0]);
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PortnokkelHsm.class.getPackage().getImplementationVersion();
            return new String[] {
                "portnokkel-hsm " + Optional.ofNullable(version).orElse("(development)")
            };
        }
    }
}
