package no.portnokkel.contract;

import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The parts of a command that scripts rely on: names of options, parameters and exit codes. No descriptions. */
public final class CommandFacts {
    private CommandFacts() {}

    /** Returns the facts of a command and its subcommands, each with the full name of the command. */
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
