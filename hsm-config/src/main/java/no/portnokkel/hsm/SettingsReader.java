package no.portnokkel.hsm;

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
import no.portnokkel.hsm.pkcs11.Profile;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/** Turns text into settings; a wrong value is reported and reading goes on, so that a person sees all of them at once. */
final class SettingsReader {
    private static final Duration LONGEST_SIGN_TIMEOUT =
            Duration.ofSeconds(10); // iat of a waiting grant ages meanwhile

    private final Function<String, Optional<String>> values;
    private final String prefix;
    private final Consumer<Problem> problems;
    private boolean sound = true;

    SettingsReader(Function<String, Optional<String>> values, String prefix, Consumer<Problem> problems) {
        this.values = values;
        this.prefix = prefix;
        this.problems = problems;
    }

    Optional<HsmSettings> read(Path dataDir) {
        Optional<Profile> profile = profile();
        Optional<Path> library = value("library").isPresent()
                ? path("library")
                : profile.flatMap(Profile::usualLibrary).or(() -> missing("library", "/opt/vendor/lib/pkcs11.so"));
        Optional<TokenSelector> token = token();
        Optional<Path> pinFile = path("pin-file");
        PinRetention retention = word("pin-retention", PinRetention.class).orElse(PinRetention.MEMORY);
        Optional<Recovery> recovery = word("recovery", Recovery.class);
        int maxGenerations = number("max-generations", 100_000).orElse(256);
        Duration signTimeout = signTimeout().orElse(Duration.ofSeconds(3));
        int maxConcurrent = number("max-concurrent", 1024).orElse(16);
        if (!sound || profile.isEmpty() || library.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HsmSettings(
                profile.get().name(),
                library.get(),
                token.get(),
                pinFile,
                retention,
                recovery.orElse(profile.get().recovery()),
                maxGenerations,
                signTimeout,
                maxConcurrent,
                dataDir,
                prefix));
    }

    private Optional<Profile> profile() {
        Optional<String> name = value("profile");
        if (name.isEmpty()) {
            return value("library").isPresent() ? Profile.named("custom") : missing("profile", Profile.builtNames());
        }
        Optional<Profile> profile = Profile.named(name.get());
        if (profile.isEmpty()) {
            boolean later = Profile.isReserved(name.get());
            wrong(
                    "profile",
                    later
                            ? new Text(
                                    "er «" + name.get() + "», som ikke er bygget ennå",
                                    "is \"" + name.get() + "\", which is not built yet")
                            : new Text("er ukjent: «" + name.get() + "»", "is unknown: \"" + name.get() + "\""),
                    Profile.builtNames());
        }
        return profile;
    }

    private Optional<TokenSelector> token() {
        Optional<String> label = value("token-label");
        Optional<String> slot = value("slot");
        if (label.isPresent() == slot.isPresent()) {
            wrong(
                    "token-label",
                    label.isPresent()
                            ? new Text(
                                    "er satt sammen med " + prefix + "slot", "is set together with " + prefix + "slot")
                            : new Text("mangler", "is missing"),
                    prefix + "token-label | " + prefix + "slot");
            return Optional.empty();
        }
        try {
            return label.isPresent()
                    ? Optional.of(new TokenSelector.ByLabel(label.get()))
                    : Optional.of(new TokenSelector.BySlot(Long.parseLong(slot.orElseThrow())));
        } catch (IllegalArgumentException invalid) { // NumberFormatException is one
            return label.isPresent() ? wrong("token-label", "1–32 bytes UTF-8") : wrong("slot", "0, 1, 2, …");
        }
    }

    private Optional<Path> path(String key) {
        return value(key).flatMap(text -> {
            try {
                Path path = Path.of(text);
                return path.isAbsolute() ? Optional.of(path) : wrong(key, "/an/absolute/path");
            } catch (InvalidPathException invalid) {
                return wrong(key, "/an/absolute/path");
            }
        });
    }

    private <E extends Enum<E>> Optional<E> word(String key, Class<E> kind) {
        return value(key)
                .flatMap(text -> Arrays.stream(kind.getEnumConstants())
                        .filter(one -> spell(one).equals(text))
                        .findFirst()
                        .or(() -> wrong(
                                key,
                                Arrays.stream(kind.getEnumConstants())
                                        .map(SettingsReader::spell)
                                        .collect(Collectors.joining(", ")))));
    }

    private static String spell(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private Optional<Integer> number(String key, int max) {
        return value(key).flatMap(text -> {
            try {
                int number = Integer.parseInt(text);
                return number >= 1 && number <= max ? Optional.of(number) : wrong(key, "1–" + max);
            } catch (NumberFormatException invalid) {
                return wrong(key, "1–" + max);
            }
        });
    }

    private Optional<Duration> signTimeout() {
        return value("sign-timeout").flatMap(text -> {
            String allowed = "PT0.1S–PT10S (ISO 8601)";
            try {
                Duration duration = Duration.parse(text);
                boolean fits = duration.compareTo(Duration.ofMillis(100)) >= 0
                        && duration.compareTo(LONGEST_SIGN_TIMEOUT) <= 0;
                return fits ? Optional.of(duration) : wrong("sign-timeout", allowed);
            } catch (DateTimeParseException invalid) {
                return wrong("sign-timeout", allowed);
            }
        });
    }

    private Optional<String> value(String key) {
        return values.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private <T> Optional<T> missing(String key, String allowed) {
        return wrong(key, new Text("mangler", "is missing"), allowed);
    }

    private <T> Optional<T> wrong(String key, String allowed) {
        String value = value(key).orElse("");
        return wrong(
                key,
                new Text("har en ugyldig verdi: «" + value + "»", "has a wrong value: \"" + value + "\""),
                allowed);
    }

    private <T> Optional<T> wrong(String key, Text defect, String allowed) {
        sound = false;
        String name = prefix + key;
        problems.accept(Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                new Text(name + " " + defect.no() + ".", name + " " + defect.en() + "."),
                new Text(
                        "Sett " + name + ". Tillatt: " + allowed + ".",
                        "Set " + name + ". Allowed: " + allowed + ".")));
        return Optional.<@Nullable T>empty();
    }
}
