package no.portnokkel.hsm.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Values of one device by key. One that is wrong is reported and counts as absent, so that reading goes on. */
final class Values {
    private final Function<String, Optional<String>> source;
    private final String prefix;
    private final Consumer<Problem> problems;
    private boolean sound = true;

    Values(Function<String, Optional<String>> source, String prefix, Consumer<Problem> problems) {
        this.source = source;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** Whether nothing has been reported. */
    boolean areSound() {
        return sound;
    }

    Optional<String> text(String key) {
        return source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    boolean has(String key) {
        return text(key).isPresent();
    }

    Optional<Path> absolutePath(String key) {
        String allowed = "/an/absolute/path";
        return text(key).flatMap(text -> {
            try {
                Path path = Path.of(text);
                return path.isAbsolute() ? Optional.of(path) : wrong(key, allowed);
            } catch (InvalidPathException invalid) {
                return wrong(key, allowed);
            }
        });
    }

    /** A constant of an enum, in lower case. */
    <E extends Enum<E>> Optional<E> word(String key, Class<E> kind) {
        return text(key)
                .flatMap(text -> Arrays.stream(kind.getEnumConstants())
                        .filter(one -> spell(one).equals(text))
                        .findFirst()
                        .or(() -> wrong(
                                key,
                                Arrays.stream(kind.getEnumConstants())
                                        .map(Values::spell)
                                        .collect(Collectors.joining(", ")))));
    }

    /** A whole number from 1. */
    Optional<Integer> count(String key, int max) {
        return text(key).flatMap(text -> {
            try {
                int number = Integer.parseInt(text);
                return number >= 1 && number <= max ? Optional.of(number) : wrong(key, "1–" + max);
            } catch (NumberFormatException invalid) {
                return wrong(key, "1–" + max);
            }
        });
    }

    Optional<Duration> duration(String key, Duration min, Duration max) {
        String allowed = min + "–" + max + " (ISO 8601)";
        return text(key).flatMap(text -> {
            try {
                Duration duration = Duration.parse(text);
                boolean fits = duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
                return fits ? Optional.of(duration) : wrong(key, allowed);
            } catch (DateTimeParseException invalid) {
                return wrong(key, allowed);
            }
        });
    }

    <T> Optional<T> missing(String key, String allowed) {
        return wrong(key, new Text("mangler", "is missing"), allowed);
    }

    /** Quotes the value: the keys of a device hold no secrets, only names of files that do. */
    <T> Optional<T> wrong(String key, String allowed) {
        String value = text(key).orElse("");
        Text defect = new Text("har en ugyldig verdi: «" + value + "»", "has a wrong value: \"" + value + "\"");
        return wrong(key, defect, allowed);
    }

    /** Reports, and returns nothing. */
    <T> Optional<T> wrong(String key, Text defect, String allowed) {
        sound = false;
        String name = prefix + key;
        problems.accept(Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                new Text(name + " " + defect.no() + ".", name + " " + defect.en() + "."),
                new Text(
                        "Sett " + name + ". Tillatt: " + allowed + ".",
                        "Set " + name + ". Allowed: " + allowed + ".")));
        return Optional.empty();
    }

    private static String spell(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
