package no.portnokkel.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Reads typed configuration values below one prefix. A wrong value becomes a problem that names its full key and
 * counts as unset, so that reading continues. Problems do not quote values, since a misplaced value may be a secret.
 * Not thread safe.
 */
public final class CheckedValues {
    private final Function<String, Optional<String>> source;
    private final String prefix;
    private final List<Problem> problems;

    /**
     * Creates a reader.
     *
     * @param source returns the raw value of a key below {@code prefix}
     * @param prefix prefix of the keys, with its dot, as messages show it
     */
    public CheckedValues(Function<String, Optional<String>> source, String prefix) {
        this(source, prefix, new ArrayList<>());
    }

    private CheckedValues(Function<String, Optional<String>> source, String prefix, List<Problem> problems) {
        this.source = source;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** Returns a reader for the keys below a further step. Its problems are added to the same list. */
    public CheckedValues below(String step) {
        return new CheckedValues(name -> source.apply(step + "." + name), prefix + step + ".", problems);
    }

    /** Returns the full key, as messages show it. */
    public String key(String name) {
        return prefix + name;
    }

    /** Returns a live view of all problems so far, in the order they were found. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** Returns the value without surrounding white space; empty when it is absent or blank. */
    public Optional<String> text(String name) {
        return source.apply(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * Parses a value. A value that cannot be parsed is reported as wrong.
     *
     * @param allowed describes the allowed values
     * @param parser throws IllegalArgumentException for a wrong value
     * @return the parsed value; empty when it is unset or wrong
     */
    public <T> Optional<T> value(String name, Text allowed, Function<String, T> parser) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (IllegalArgumentException wrong) { // its message has one language, and may quote the value
            return wrong(name, allowed);
        }
    }

    /** Returns an enum constant, in upper or lower case. */
    public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        String constants = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return value(name, Text.verbatim(constants), text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /** Returns a duration in ISO 8601 format. */
    public Optional<Duration> duration(String name, Duration min, Duration max) {
        return value(name, Text.verbatim(min + "–" + max + " (ISO 8601)"), text -> {
            try {
                Duration duration = Duration.parse(text);
                require(duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
                return duration;
            } catch (DateTimeParseException wrong) {
                throw new IllegalArgumentException(wrong);
            }
        });
    }

    /** Returns a number between 0 and 1, both excluded. */
    public Optional<Double> share(String name) {
        return value(name, Text.message("configuration-value.share"), text -> {
            double share = Double.parseDouble(text);
            require(share > 0 && share < 1);
            return share;
        });
    }

    /** Returns a whole number from 1 to {@code max}. */
    public Optional<Integer> count(String name, int max) {
        return value(name, Text.verbatim("1–" + max), text -> {
            int count = Integer.parseInt(text);
            require(count >= 1 && count <= max);
            return count;
        });
    }

    /** Returns an absolute path: a relative one would depend on where the server was started. */
    public Optional<Path> absolutePath(String name) {
        return value(name, Text.verbatim("/an/absolute/path"), text -> {
            Path path = Path.of(text); // InvalidPathException is an IllegalArgumentException
            require(path.isAbsolute());
            return path;
        });
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException();
        }
    }

    /** Reports that a required value is unset. Returns empty. */
    public <T> Optional<T> missing(String name, Text allowed) {
        return wrong(name, Text.message("configuration-value.missing"), allowed);
    }

    /** Reports that a value is wrong. Returns empty. */
    public <T> Optional<T> wrong(String name, Text allowed) {
        return wrong(name, Text.message("configuration-value.wrong"), allowed);
    }

    /**
     * Reports what is wrong with a value. Returns empty.
     *
     * @param defect follows the key in the sentence
     * @param allowed describes the allowed values
     */
    public <T> Optional<T> wrong(String name, Text defect, Text allowed) {
        String key = key(name);
        report(Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        "configuration-invalid.key",
                        Map.of("key", key, "defect", defect, "allowed", allowed))
                .withConfigurationKey(key));
        return Optional.empty();
    }

    /** Adds a problem of another kind. */
    public void report(Problem problem) {
        problems.add(problem);
    }
}
