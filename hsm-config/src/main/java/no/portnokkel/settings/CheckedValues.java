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
 * Typed values below one prefix. A wrong one becomes a problem that names its whole key, and is then as good as unset, so
 * that reading goes on. Values are not quoted: what lands in a wrong place may be a secret. For one thread.
 */
public final class CheckedValues {
    private final Function<String, Optional<String>> source;
    private final String prefix;
    private final List<Problem> problems;

    /**
     * Reads from a source.
     *
     * @param source the value of a key below {@code prefix}, as written
     * @param prefix of the keys, with its dot, as people write them
     */
    public CheckedValues(Function<String, Optional<String>> source, String prefix) {
        this(source, prefix, new ArrayList<>());
    }

    private CheckedValues(Function<String, Optional<String>> source, String prefix, List<Problem> problems) {
        this.source = source;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** The values one step further down; their problems end in the same list. */
    public CheckedValues below(String step) {
        return new CheckedValues(name -> source.apply(step + "." + name), prefix + step + ".", problems);
    }

    /** The whole key, as people write it. */
    public String key(String name) {
        return prefix + name;
    }

    /** All problems so far, in the order they were found. Grows while reading goes on. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** The value without surrounding white space; empty when it is absent or blank. */
    public Optional<String> text(String name) {
        return source.apply(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * Returns what {@code reading} makes of the value.
     *
     * @param allowed what right values look like
     * @param reading throws IllegalArgumentException for a wrong value
     */
    public <T> Optional<T> value(String name, Text allowed, Function<String, T> reading) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(text.get()));
        } catch (IllegalArgumentException wrong) { // its message is in one language, and may quote the value
            return wrong(name, allowed);
        }
    }

    /** A constant of an enum, in any case. */
    public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return value(name, Text.verbatim(words), text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /** A duration as in ISO 8601. */
    public Optional<Duration> duration(String name, Duration least, Duration most) {
        return value(name, Text.verbatim(least + "–" + most + " (ISO 8601)"), text -> {
            try {
                Duration duration = Duration.parse(text);
                require(duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
                return duration;
            } catch (DateTimeParseException wrong) {
                throw new IllegalArgumentException(wrong);
            }
        });
    }

    /** A number between 0 and 1, both excluded. */
    public Optional<Double> share(String name) {
        return value(name, Text.message("checked-values.share"), text -> {
            double share = Double.parseDouble(text);
            require(share > 0 && share < 1);
            return share;
        });
    }

    /** A whole number from 1. */
    public Optional<Integer> count(String name, int most) {
        return value(name, Text.verbatim("1–" + most), text -> {
            int count = Integer.parseInt(text);
            require(count >= 1 && count <= most);
            return count;
        });
    }

    /** A file that does not depend on where the server was started. */
    public Optional<Path> absolutePath(String name) {
        return value(name, Text.verbatim("/an/absolute/path"), text -> {
            Path path = Path.of(text); // InvalidPathException is an IllegalArgumentException
            require(path.isAbsolute());
            return path;
        });
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException();
        }
    }

    /** {@code name} is needed and unset. Returns nothing. */
    public <T> Optional<T> missing(String name, Text allowed) {
        return wrong(name, Text.message("checked-values.missing"), allowed);
    }

    /** The value of {@code name} is wrong. Returns nothing. */
    public <T> Optional<T> wrong(String name, Text allowed) {
        return wrong(name, Text.message("checked-values.wrong"), allowed);
    }

    /**
     * Likewise, with what is wrong. Returns nothing.
     *
     * @param defect to stand after the key
     * @param allowed what right values look like
     */
    public <T> Optional<T> wrong(String name, Text defect, Text allowed) {
        String key = key(name);
        report(Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                "configuration-invalid.key",
                Map.of("key", key, "defect", defect, "allowed", allowed)));
        return Optional.empty();
    }

    /** Adds a problem of another kind. */
    public void report(Problem problem) {
        problems.add(problem);
    }
}
