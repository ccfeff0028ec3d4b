package no.portnokkel.hsm.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import no.portnokkel.problem.Text;

/**
 * Where the person sits: screen, keyboard, language and clock.
 *
 * @param out for results
 * @param err for diagnostics
 * @param reader whose language the texts are in
 * @param secret asks without echo; answers with nothing where there is no terminal
 */
record Desk(PrintWriter out, PrintWriter err, Locale reader, Function<String, char[]> secret, Clock clock) {

    /**
     * Returns the language of the terminal. Not {@link Locale#getDefault()}: Java falls back to English where the
     * machine, as most containers, has no Norwegian locale installed.
     *
     * @param environment the variables of the process
     */
    static Locale language(Map<String, String> environment) {
        String name = List.of("LC_ALL", "LC_MESSAGES", "LANG").stream()
                .flatMap(variable -> Optional.ofNullable(environment.get(variable)).stream())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("en");
        return Locale.forLanguageTag(name.split("[.@]", -1)[0].replace('_', '-'));
    }

    void complain(Text text) {
        err.println(text.in(reader));
        err.flush();
    }
}
