package no.portnokkel.hsm.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.message.MessageCatalogue;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What the command lines of this product have in common: terminal, texts, failures and version. */
public final class CommandLines {
    private CommandLines() {}

    /** Returns the terminal of this process. */
    public static CliContext terminal() {
        return new CliContext(
                utf8(System.out),
                utf8(System.err),
                CliContext.language(System.getenv()),
                CommandLines::promptWithoutEcho,
                Clock.systemUTC());
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    private static char[] promptWithoutEcho(String prompt) {
        return Optional.ofNullable(System.console())
                .map(console -> console.readPassword("%s", prompt))
                .orElseGet(() -> new char[0]);
    }

    /**
     * Returns a command with its verbs and the texts of the reader's language.
     *
     * @param command annotated with {@link CommandLine.Command}, as the verbs are
     */
    public static CommandLine of(Object command, List<?> verbs, CliContext context) {
        CommandLine commandLine = new CommandLine(command);
        verbs.forEach(commandLine::addSubcommand);
        commandLine.registerConverter(Path.class, CommandLines::path);
        commandLine.setOut(context.out());
        commandLine.setErr(context.err());
        FailureReporter failures = new FailureReporter(context);
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setExecutionExceptionHandler(failures);
        commandLine.setResourceBundle(new HelpTexts(context.locale()));
        return commandLine;
    }

    /** An empty name, as of a variable that is not set in a script, would be the working directory. */
    private static Path path(String name) {
        if (name.isBlank()) {
            throw new CommandLine.TypeConversionException("");
        }
        return Path.of(name);
    }

    /** Returns the version that the build wrote into the jar of a class. */
    public static String version(Class<?> command) {
        return Optional.ofNullable(command.getPackage().getImplementationVersion())
                .orElse("(development)");
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
