package no.portnokkel.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.portnokkel.files.PrivateFolder;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Reads typed configuration values below one prefix. A wrong value becomes a problem that names its full key, the value, its source
 * and what is allowed, and counts as unset, so that reading continues. A value that may be a secret is not shown. A value that its
 * source cannot deliver, whatever it throws, is a problem of the same kind. Not thread safe.
 */
public final class CheckedValues {
    private static final Pattern SECRET_FILE = Pattern.compile("(?:pin|password|secret|keystore)-file$");

    /** Also as other programs would understand it: percent-encoded, small and full-width. */
    private static final Pattern AT_SIGN = Pattern.compile("@|%40|\\uFE6B|\\uFF20");

    private static final Pattern ORGANISATIONS = Pattern.compile("(consumer-orgs|suppliers)$");
    private static final Pattern NINE_DIGITS_EACH = Pattern.compile("[0-9]{9}([,\\s]+[0-9]{9})*");

    /** A host with or without scheme and port; anything else after a colon may be a password. */
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z]+://|(?![A-Za-z]+://))(?:[^/:]*|\\[[0-9A-Fa-f:.]+])(?::[0-9]*)?(?:[/?#].*)?");

    private static final int MAX_SHOWN = 100;

    /** Not absolute, so that {@link PrivateFolder} refuses it. */
    private static final Path NOWHERE = Path.of("?");

    private final Function<String, Optional<String>> source;
    private final Function<String, Optional<String>> places;
    private final String prefix;
    private final List<Problem> problems;
    private final Set<String> unreadable;

    /**
     * Creates a reader of values that come from one place.
     *
     * @param source returns the raw value of a key below {@code prefix}
     * @param prefix prefix of the keys, with its dot, as messages show it
     */
    public CheckedValues(Function<String, Optional<String>> source, String prefix) {
        this(source, name -> Optional.empty(), prefix);
    }

    /**
     * Creates a reader of values that come from several places.
     *
     * @param source returns the raw value of a key below {@code prefix}; whatever it throws is reported
     * @param places returns where the value of a key below {@code prefix} comes from, for messages; does not throw
     * @param prefix prefix of the keys, with its dot, as messages show it
     */
    public CheckedValues(
            Function<String, Optional<String>> source, Function<String, Optional<String>> places, String prefix) {
        this(source, places, prefix, new ArrayList<>(), new HashSet<>());
    }

    private CheckedValues(
            Function<String, Optional<String>> source,
            Function<String, Optional<String>> places,
            String prefix,
            List<Problem> problems,
            Set<String> unreadable) {
        this.source = source;
        this.places = places;
        this.prefix = prefix;
        this.problems = problems;
        this.unreadable = unreadable;
    }

    /** Returns a reader for the keys below a further step. Its problems are added to the same list. */
    public CheckedValues below(String step) {
        return new CheckedValues(
                name -> source.apply(step + "." + name),
                name -> places.apply(step + "." + name),
                prefix + step + ".",
                problems,
                unreadable);
    }

    /** Returns the full key, as messages show it. */
    public String key(String name) {
        return prefix + name;
    }

    /** Returns a live view of all problems so far, in the order they were found. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** Returns the value without surrounding white space; empty when it is absent or blank, or has been reported as unreadable. */
    public Optional<String> text(String name) {
        try {
            return source.apply(name).map(String::strip).filter(text -> !text.isEmpty());
        } catch (RuntimeException
                | StackOverflowError failed) { // other people's code: anything; its message may hold a secret
            reportUnreadable(name, failed.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Returns whether a source could not deliver the value, which has been reported. */
    public boolean isUnreadable(String name) {
        return unreadable.contains(key(name));
    }

    private void reportUnreadable(String name, String kind) {
        if (!isUnreadable(name)) {
            Text defect = Text.message("configuration-value.unreadable", Map.of("kind", kind));
            report(name, withPlace(name, defect), Text.message("configuration-value.resolvable"));
            unreadable.add(key(name));
        }
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
        } catch (WrongValueException wrong) {
            return wrong(name, wrong.defect(), allowed);
        } catch (IllegalArgumentException wrong) { // its message has one language, and may quote a secret
            return wrong(name, allowed);
        }
    }

    /** Returns an id that another system compares character by character; one with other characters is reported. */
    public Optional<String> identifier(String name) {
        return value(name, Text.message("configuration-value.identifier"), ValueCharacters::requireIdentifier);
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

    /**
     * Returns {@code data-dir}, the folder for what we write; by default {@code .portnokkel} in the home directory. One that is not as
     * {@link PrivateFolder} wants it is reported, and returned nevertheless: nothing may be written elsewhere.
     */
    public Path dataDir() {
        if (text("data-dir").isEmpty()) {
            return isUnreadable("data-dir") ? NOWHERE : defaultDataDir();
        }
        Text allowed = Text.message("configuration-value.private-folder");
        Optional<Path> configured = value("data-dir", allowed, Path::of);
        configured.flatMap(PrivateFolder::defect).ifPresent(defect -> wrong("data-dir", defect, allowed));
        return configured.orElse(NOWHERE);
    }

    /** A container may run as a user that the system does not know; its home directory is then {@code ?}. */
    private Path defaultDataDir() {
        Path home = Path.of(System.getProperty("user.home", "?"));
        Path folder = home.resolve(".portnokkel");
        Optional<Text> defect = home.isAbsolute()
                ? PrivateFolder.defect(folder)
                        .map(why -> Text.message(
                                "configuration-value.default", Map.of("folder", folder.toString(), "defect", why)))
                : Optional.of(Text.message("configuration-value.no-home", Map.of("home", home.toString())));
        defect.ifPresent(why -> wrong("data-dir", why, Text.message("configuration-value.private-folder")));
        return folder;
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
     * Reports what is wrong with a value, unless it has been reported as unreadable. Returns empty.
     *
     * @param defect follows the key in the sentence
     * @param allowed describes the allowed values
     */
    public <T> Optional<T> wrong(String name, Text defect, Text allowed) {
        if (!isUnreadable(name)) {
            report(name, withValue(name, defect), allowed);
        }
        return Optional.empty();
    }

    /** Returns a defect followed by the value, unless that may be a secret, and the source of the value. */
    public Text withValue(String name, Text defect) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return defect;
        }
        Text quoted = mayBeSecret(name, value.get())
                ? defect
                : Text.message("configuration-value.quoted", Map.of("defect", defect, "value", shown(value.get())));
        return withPlace(name, quoted);
    }

    private Text withPlace(String name, Text defect) {
        return places.apply(name)
                .map(place -> Text.message("configuration-value.sourced", Map.of("defect", defect, "source", place)))
                .orElse(defect);
    }

    /** A PIN may stand where the path of its file should, a person's number for an organisation's, a password in an address. */
    private static boolean mayBeSecret(String name, String value) {
        return name.endsWith("password-hash")
                || (SECRET_FILE.matcher(name).find() && !value.startsWith("/"))
                || (name.endsWith("organisation-number")
                        && value.replaceAll("[^0-9]", "").length() > 9)
                || (ORGANISATIONS.matcher(name).find()
                        && !NINE_DIGITS_EACH.matcher(value).matches())
                || (name.equals("proxy") && !HOST.matcher(value).matches())
                || AT_SIGN.matcher(value).find();
    }

    private static String shown(String value) {
        String visible = ValueCharacters.escaped(value);
        return visible.length() <= MAX_SHOWN ? visible : visible.substring(0, MAX_SHOWN) + "…";
    }

    private void report(String name, Text defect, Text allowed) {
        String key = key(name);
        report(Problem.of(
                        ProblemCode.CONFIGURATION_INVALID,
                        "configuration-invalid.key",
                        Map.of("key", key, "defect", defect, "allowed", allowed))
                .withConfigurationKey(key));
    }

    /** Adds a problem of another kind. */
    public void report(Problem problem) {
        problems.add(problem);
    }
}
