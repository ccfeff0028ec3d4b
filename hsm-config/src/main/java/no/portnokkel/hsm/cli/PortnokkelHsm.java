package no.portnokkel.hsm.cli;

import java.util.List;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.CommandLines;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.problem.Text;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
        System.exit(run(CommandLines.terminal(), arguments));
    }

    static int run(CliContext context, String... arguments) {
        return commandLine(context).execute(arguments);
    }

    /** Returns the command with its verbs and the texts of the reader's language. */
    static CommandLine commandLine(CliContext context) {
        List<Object> verbs = List.of(
                new DoctorCommand(context),
                new SlotsCommand(context),
                new KeysCommand(context),
                new RegisterCommand(context),
                new GenerateCommand(context),
                new CsrCommand(context),
                new ImportCommand(context),
                new JwkCommand(context),
                new TestSignCommand(context),
                new CeremonyCommand(context),
                new RetireCommand(context),
                new VerifyCommand(context));
        return CommandLines.of(new PortnokkelHsm(context), verbs, context);
    }

    @Override
    public void run() {
        throw FailureReporter.WrongUsage.ofArguments(spec.commandLine(), Text.message("command-line.no-verb"));
    }

    /** {@code completion}: prints the script with which bash and zsh complete verbs and options. */
    @Command(name = "completion", mixinStandardHelpOptions = true)
    void completion() {
        context.out().print(AutoComplete.bash("portnokkel-hsm", spec.commandLine()));
        context.out().flush();
    }

    /** Returns the version that the build wrote into the jar. */
    static String version() {
        return CommandLines.version(PortnokkelHsm.class);
    }

    /** Prints the version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"portnokkel-hsm " + version()};
        }
    }
}
