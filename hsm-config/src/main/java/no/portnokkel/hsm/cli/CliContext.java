package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.problem.Text;

/**
 * Where the person sits: screen, keyboard, language and clock.
 *
 * @param out for results
 * @param err for diagnostics
 * @param reader whose language the texts are in
 * @param secret asks without echo; answers with nothing where there is no terminal
 */
record CliContext(PrintWriter out, PrintWriter err, Locale reader, Function<String, char[]> secret, Clock clock) {

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

    /** Prints a heading, and below it a line for each of what is known; then an empty line. */
    void card(String heading, Map<Text, String> rows) {
        out.println(heading);
        int width = rows.keySet().stream()
                .mapToInt(title -> title.in(reader).length())
                .max()
                .orElse(1);
        rows.forEach((title, value) -> out.printf("  %-" + width + "s  %s%n", title.in(reader), value));
        out.println();
        out.flush();
    }

    void json(JsonStructure answer) {
        JsonWriter writer = Json.createWriter(out);
        writer.write(answer);
        out.println();
        out.flush();
    }

    /**
     * A PIN that the person types, asked for only when a login is due.
     *
     * @param pinFileKey what could be set instead
     * @param token as the prompt names it
     */
    PinSource typedPin(String pinFileKey, String token) {
        return new TypedPin(this, pinFileKey, token);
    }

    void complain(Text text) {
        err.println(text.in(reader));
        err.flush();
    }

    private record TypedPin(CliContext desk, String pinFileKey, String token) implements PinSource {
        @Override
        public Pin read(UserPrincipal ourselves) {
            char[] typed = desk.secret()
                    .apply(Text.message("cli-context.typed", Map.of("token", token))
                            .in(desk.reader()));
            if (typed.length == 0) {
                throw new HsmException(new PinFault.NotUnlocked(pinFileKey, token));
            }
            try {
                return Pin.ofText(typed);
            } finally {
                Arrays.fill(typed, '\0');
            }
        }

        @Override
        public String spoken() {
            return Text.message("cli-context.spoken").in(desk.reader());
        }

        @Override
        public String version() {
            return "typed";
        }

        @Override
        public boolean isTyped() {
            return true;
        }
    }
}
