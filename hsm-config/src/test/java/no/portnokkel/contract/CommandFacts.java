package no.portnokkel.contract;

import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What scripts rely on in a command: names of options, parameters and exit codes. No description. */
public final class CommandFacts {
    private CommandFacts() {}

    /** The facts of a command and of its subcommands, each with the command's whole name. */
    public static Stream<String> of(CommandSpec command) {
        String name = command.qualifiedName() + ": ";
        Stream<String> options = command.options().stream().map(CommandFacts::option);
        Stream<String> parameters = command.positionalParameters().stream().map(CommandFacts::parameter);
        Stream<String> exitCodes =
                command.usageMessage().exitCodeList().keySet().stream().map("exit code "::concat);
        Stream<String> own = Stream.of(Stream.of("command"), options, parameters, exitCodes)
                .flatMap(facts -> facts)
                .map(name::concat);
        Stream<String> below =
                command.subcommands().values().stream().flatMap(subcommand -> of(subcommand.getCommandSpec()));
        return Stream.concat(own, below);
    }

    private static String option(OptionSpec option) {
        return "option " + String.join(" ", option.names()) + value(option);
    }

    private static String parameter(PositionalParamSpec parameter) {
        return "parameter " + parameter.index() + value(parameter);
    }

    private static String value(ArgSpec argument) {
        String label = argument.arity().max() == 0 ? "" : " " + argument.paramLabel();
        String defaultValue = Optional.ofNullable(argument.defaultValue())
                .map(value -> ", default " + value)
                .orElse("");
        return label + ", arity " + argument.arity() + (argument.required() ? ", required" : ", optional")
                + defaultValue;
    }
}
