package no.portnokkel.hsm.cli.terminal;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.Serial;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import no.portnokkel.hsm.ceremony.CeremonyRejectedException;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reports why a verb failed, in one line on standard error; with {@code --json} also as an object on standard output, where a
 * script reads the result. The usage follows only when the arguments are wrong, not what they name.
 */
public final class FailureReporter
        implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private static final String JSON = "--json";

    private final CliContext context;

    public FailureReporter(CliContext context) {
        this.context = context;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        Text text = failure instanceof WrongUsage ours ? ours.text() : translated(failure);
        boolean json = Arrays.asList(arguments).contains(JSON);
        report(text, Optional.empty(), Optional.empty(), ExitCode.USAGE, json);
        if (!(failure instanceof WrongUsage ours) || ours.showsUsage()) {
            failure.getCommandLine().usage(context.err());
        }
        context.err().flush();
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine verb, CommandLine.ParseResult parsed)
            throws Exception {
        boolean json = verb.getParseResult().hasMatchedOption(JSON);
        if (failure instanceof HsmException hsm) {
            Problem problem = hsm.fault().problem();
            ExitCode exitCode = ExitCode.of(hsm.fault());
            return report(problem.detail(), Optional.of(problem.remedy()), Optional.of(problem), exitCode, json);
        }
        if (failure instanceof KeyRejectedException rejected) {
            ExitCode exitCode = ExitCode.of(rejected.rejection());
            Text remedy = rejected.rejection().remedy();
            return report(rejected.rejection().detail(), Optional.of(remedy), Optional.empty(), exitCode, json);
        }
        if (failure instanceof CeremonyRejectedException rejected) {
            ExitCode exitCode = ExitCode.of(rejected.kind());
            return report(rejected.detail(), Optional.of(rejected.remedy()), Optional.empty(), exitCode, json);
        }
        if (failure instanceof CommandFailedException failed) {
            return report(failed.detail(), Optional.of(failed.remedy()), Optional.empty(), failed.exitCode(), json);
        }
        throw failure;
    }

    private int report(Text detail, Optional<Text> remedy, Optional<Problem> problem, ExitCode exitCode, boolean json) {
        String line = remedy.map(text -> " " + text.in(context.locale())).orElse("");
        context.err().println(detail.in(context.locale()) + line);
        context.err().flush();
        if (json) {
            JsonObjectBuilder failure = Json.createObjectBuilder();
            problem.ifPresent(one -> failure.add("code", one.code().word()));
            failure.add("detail", CliContext.json(detail));
            remedy.ifPresent(text -> failure.add("remedy", CliContext.json(text)));
            problem.flatMap(Problem::responsible).map(Owner::word).ifPresent(owner -> failure.add("owner", owner));
            context.json(Json.createObjectBuilder()
                    .add("failure", failure)
                    .add("exitCode", exitCode.number())
                    .build());
        }
        return exitCode.number();
    }

    /** Names what is wrong, but no value: it may be a PIN. */
    private static Text translated(ParameterException failure) {
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        if (failure instanceof CommandLine.MissingParameterException missing) {
            String options =
                    missing.getMissing().stream().map(FailureReporter::name).collect(Collectors.joining(", "));
            return Text.message("command-line.missing", Map.of("options", options));
        }
        if (failure instanceof CommandLine.OverwrittenOptionException repeated) {
            return Text.message("command-line.repeated", Map.of("option", name(repeated.getOverwritten())));
        }
        if (failure.getCause() instanceof InvalidPathException && failure.getArgSpec() != null) {
            return Text.message("command-line.garbled", Map.of("option", name(failure.getArgSpec())));
        }
        return Optional.ofNullable(failure.getArgSpec())
                .map(option -> Text.message("command-line.wrong-value", Map.of("option", name(option))))
                .orElseGet(() -> Text.verbatim(String.valueOf(failure.getMessage())));
    }

    private static Text unknown(CommandLine.UnmatchedArgumentException unmatched) {
        List<String> words = unmatched.getUnmatched();
        String first = words.isEmpty() ? "" : words.get(0);
        boolean verb = unmatched.getCommandLine().getParent() == null && first.matches("[a-z-]+");
        if (verb && !first.startsWith("-")) {
            return Text.message("command-line.unknown-verb", Map.of("verb", first));
        }
        String options = words.stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> word.split("=", 2)[0])
                .collect(Collectors.joining(", "));
        return Text.message("command-line.unknown-option", Map.of("options", options.isEmpty() ? "…" : options));
    }

    private static String name(ArgSpec option) {
        return option instanceof CommandLine.Model.OptionSpec named
                ? named.longestName() + (named.typeInfo().isBoolean() ? "" : " " + named.paramLabel())
                : option.paramLabel();
    }

    /** Thrown when arguments, or the files that they name, are wrong; in both languages. */
    public static final class WrongUsage extends ParameterException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Text text;
        private final boolean showsUsage;

        private WrongUsage(CommandLine verb, Text text, boolean showsUsage) {
            super(verb, text.en());
            this.text = text;
            this.showsUsage = showsUsage;
        }

        /** The arguments are wrong: the usage of the verb helps. */
        public static WrongUsage ofArguments(CommandLine verb, Text text) {
            return new WrongUsage(verb, text, true);
        }

        /** What an argument names is wrong. */
        public static WrongUsage ofInput(CommandLine verb, Text text) {
            return new WrongUsage(verb, text, false);
        }

        Text text() {
            return text;
        }

        boolean showsUsage() {
            return showsUsage;
        }
    }
}
