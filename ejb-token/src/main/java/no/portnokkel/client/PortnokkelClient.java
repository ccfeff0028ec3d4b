package no.portnokkel.client;

import java.util.List;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.CommandLines;
import no.portnokkel.hsm.cli.terminal.FailureReporter.WrongUsage;
import no.portnokkel.problem.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portnokkel-client}: the command line for what needs the network. */
@Command(name = "portnokkel-client", mixinStandardHelpOptions = true, versionProvider = PortnokkelClient.Version.class)
public final class PortnokkelClient implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PortnokkelClient() {}

    /** Runs one verb and exits with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(CommandLines.terminal(), arguments));
    }

    static int run(CliContext context, String... arguments) {
        CommandLine keys = CommandLines.of(new KeysCommand(), List.of(new StopKeyCommand(context)), context);
        return CommandLines.of(new PortnokkelClient(), List.of(keys), context).execute(arguments);
    }

    @Override
    public void run() {
        throw WrongUsage.ofArguments(spec.commandLine(), Text.message("command-line.no-verb"));
    }

    /** {@code keys}: the keys of a client. */
    @Command(name = "keys", mixinStandardHelpOptions = true)
    private static final class KeysCommand implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw WrongUsage.ofArguments(spec.commandLine(), Text.message("command-line.no-verb"));
        }
    }

    /** Prints the version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"portnokkel-client " + CommandLines.version(PortnokkelClient.class)};
        }
    }
}
