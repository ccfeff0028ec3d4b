package no.portnokkel.hsm.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.Rejection;
import no.portnokkel.problem.Explained;
import no.portnokkel.problem.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portnokkel-hsm}: the security officer's command line for the HSM. */
@Command(name = "portnokkel-hsm", mixinStandardHelpOptions = true, versionProvider = PortnokkelHsm.Version.class)
public final class PortnokkelHsm implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final CliContext context;

    private PortnokkelHsm(CliContext context) {
        this.context = context;
    }

    /** Runs one verb and exits with its exit code. */
    public static void main(String[] arguments) {
        CliContext context = new CliContext(
                utf8(System.out),
                utf8(System.err),
                CliContext.language(System.getenv()),
                PortnokkelHsm::promptWithoutEcho,
                Clock.systemUTC());
        System.exit(run(context, arguments));
    }

    static int run(CliContext context, String... arguments) {
        return commandLine(context).execute(arguments);
    }

    /** Returns the command with its verbs and the texts of the reader's language. */
    static CommandLine commandLine(CliContext context) {
        CommandLine commandLine = new CommandLine(new PortnokkelHsm(context));
        commandLine.addSubcommand(new DoctorCommand(context));
        commandLine.addSubcommand(new SlotsCommand(context));
        commandLine.addSubcommand(new KeysCommand(context));
        commandLine.addSubcommand(new GenerateCommand(context));
        commandLine.addSubcommand(new CsrCommand(context));
        commandLine.addSubcommand(new ImportCommand(context));
        commandLine.addSubcommand(new JwkCommand(context));
        commandLine.addSubcommand(new TestSignCommand(context));
        commandLine.setOut(context.out());
        commandLine.setErr(context.err());
        commandLine.setExecutionExceptionHandler((failure, verb, parsed) -> {
            if (failure instanceof HsmException hsmException) {
                HsmFault fault = hsmException.fault();
                return failed(context, fault, ExitCode.of(fault));
            }
            if (failure instanceof KeyRejectedException rejectedException) {
                Rejection rejection = rejectedException.rejection();
                return failed(context, rejection, ExitCode.of(rejection));
            }
            throw failure;
        });
        commandLine.setResourceBundle(new CatalogueResourceBundle(context.locale()));
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), Text.message("command-line.no-verb").in(context.locale()));
    }

    private static int failed(CliContext context, Explained failure, ExitCode exitCode) {
        context.printError(failure);
        return exitCode.number();
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    private static char[] promptWithoutEcho(String prompt) {
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
