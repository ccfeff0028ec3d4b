package no.portnokkel.hsm.cli.terminal;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;

/**
 * The terminal of the person: output, input, language and clock.
 *
 * @param out for results
 * @param err for diagnostics
 * @param locale language of the texts
 * @param secret prompts without echo; returns an empty array when there is no terminal
 */
public record CliContext(
        PrintWriter out, PrintWriter err, Locale locale, Function<String, char[]> secret, Clock clock) {

    /**
     * Returns the language of the terminal. Not {@link Locale#getDefault()}: Java falls back to English when the
     * machine, as most containers, has no Norwegian locale installed. {@code C.UTF-8} names an encoding, as people set it against
     * lost letters, and no language.
     *
     * @param environment environment variables of the process
     */
    public static Locale language(Map<String, String> environment) {
        String name = List.of("LC_ALL", "LC_MESSAGES", "LANG").stream()
                .flatMap(variable -> Optional.ofNullable(environment.get(variable)).stream())
                .filter(value -> !value.isEmpty() && !value.startsWith("C."))
                .findFirst()
                .orElse("en");
        return Locale.forLanguageTag(name.split("[.@]", -1)[0].replace('_', '-'));
    }

    /** Prints a heading, a line for each row, and an empty line. */
    public void section(String heading, Map<Text, String> rows) {
        out.println(heading);
        int width = rows.keySet().stream()
                .mapToInt(title -> title.in(locale).length())
                .max()
                .orElse(1);
        rows.forEach((title, value) -> out.printf("  %-" + width + "s  %s%n", title.in(locale), value));
        out.println();
        out.flush();
    }

    public void json(JsonStructure answer) {
        JsonWriter writer = Json.createWriter(out);
        writer.write(answer);
        out.println();
        out.flush();
    }

    /** Returns a fingerprint in hexadecimal, which two persons can compare. */
    public static String sha256(byte[] encoded) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (GeneralSecurityException impossible) { // every Java platform has it
            throw new IllegalStateException("SHA-256", impossible);
        }
    }

    /**
     * Returns a source that prompts for the PIN when a login needs it.
     *
     * @param pinFileKey the key or option that names a PIN file instead
     * @param token shown in the prompt
     */
    public PinSource typedPin(String pinFileKey, String token) {
        return new TypedPin(this, pinFileKey, token);
    }

    /** Prints what does not stop a verb but the application, to standard error. */
    public void printWarning(Problem problem) {
        err.println(problem.detail().in(locale) + " " + problem.remedy().in(locale));
        err.flush();
    }

    public static JsonObjectBuilder json(Text text) {
        return Json.createObjectBuilder().add("no", text.no()).add("en", text.en());
    }

    /** Returns the message of a usage error: the file of an option cannot be read. */
    public static Text unreadableFile(String option, Path file, IOException cause) {
        return Text.message(
                "command-line.unreadable-file", Map.of("option", option, "file", file, "reason", reason(cause)));
    }

    /** Returns the message of a usage error: the file of an option cannot be written. */
    public static Text unwritableFile(String option, Path file, IOException cause) {
        return Text.message(
                "command-line.unwritable-file", Map.of("option", option, "file", file, "reason", reason(cause)));
    }

    private static Text reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return Text.message("command-line.no-such-file");
        }
        if (cause instanceof AccessDeniedException) {
            return Text.message("command-line.access-denied");
        }
        return cause instanceof CharacterCodingException
                ? Text.message("command-line.not-utf-8")
                : Text.verbatim(String.valueOf(cause.getMessage()));
    }

    private record TypedPin(CliContext context, String pinFileKey, String token) implements PinSource {
        @Override
        public Pin read(UserPrincipal processUser) {
            char[] typed = context.secret()
                    .apply(Text.message("pin.prompt", Map.of("token", token)).in(context.locale()));
            if (typed.length == 0) {
                throw new HsmException(new PinFault.NotUnlocked(pinFileKey, token));
            }
            try {
                return Pin.ofText(typed);
            } catch (IllegalArgumentException invisible) { // pasted
                throw new HsmException(new PinFault.Invisible(description()), invisible);
            } finally {
                Arrays.fill(typed, '\0');
            }
        }

        @Override
        public String description() {
            return Text.message("pin.keyboard").in(context.locale());
        }

        @Override
        public String version() {
            return "typed";
        }

        @Override
        public boolean isInteractive() {
            return true;
        }
    }
}
