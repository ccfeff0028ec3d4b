package no.portnokkel.hsm.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.message.MessageCatalogue;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
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
        commandLine.addSubcommand(new RegisterCommand(context));
        commandLine.addSubcommand(new GenerateCommand(context));
        commandLine.addSubcommand(new CsrCommand(context));
        commandLine.addSubcommand(new ImportCommand(context));
        commandLine.addSubcommand(new JwkCommand(context));
        commandLine.addSubcommand(new TestSignCommand(context));
        commandLine.addSubcommand(new CeremonyCommand(context));
        commandLine.addSubcommand(new RetireCommand(context));
        commandLine.addSubcommand(new VerifyCommand(context));
        commandLine.registerConverter(Path.class, PortnokkelHsm::path);
        commandLine.setOut(context.out());
        commandLine.setErr(context.err());
        FailureReporter failures = new FailureReporter(context);
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setExecutionExceptionHandler(failures);
        commandLine.setResourceBundle(new HelpTexts(context.locale()));
        return commandLine;
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

    /** An empty name, as of a variable that is not set in a script, would be the working directory. */
    private static Path path(String name) {
        if (name.isBlank()) {
            throw new CommandLine.TypeConversionException("");
        }
        return Path.of(name);
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    private static char[] promptWithoutEcho(String prompt) {
        return Optional.ofNullable(System.console())
                .map(console -> console.readPassword("%s", prompt))
                .orElseGet(() -> new char[0]);
    }

    /** Returns the version that the build wrote into the jar. */
    static String version() {
        return Optional.ofNullable(PortnokkelHsm.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }

    /** Prints the version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"portnokkel-hsm " + version()};
        }
    }

    /**
     * The help texts of the command line in one language, for picocli: the messages whose keys start with {@code cli.}. Their
     * keys go on as picocli defines them, for example {@code portnokkel-hsm.generate.usage.description} for a command,
     * {@code portnokkel-hsm.generate.size} for an option of one command, and {@code config} for an option of all.
     *
     * @see <a href="https://picocli.info/#_internationalization">picocli: internationalization</a>
     */
    private static final class HelpTexts extends ResourceBundle {
        private static final String PREFIX = "cli.";

        private final Locale locale;

        HelpTexts(Locale locale) {
            this.locale = locale;
        }

        @Override
        public Locale getLocale() {
            return locale;
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.enumeration(handleKeySet());
        }

        @Override
        protected Set<String> handleKeySet() {
            return MessageCatalogue.ENGLISH.keys().stream()
                    .filter(key -> key.startsWith(PREFIX))
                    .map(key -> key.substring(PREFIX.length()))
                    .collect(Collectors.toSet());
        }

        @Override
        protected @Nullable Object handleGetObject(String key) {
            return handleKeySet().contains(key) ? Text.message("cli." + key).in(locale) : null;
        }
    }
}
