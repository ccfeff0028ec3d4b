package no.portnokkel.control.changelog;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.TokenStatistics.Reachability;

/** The changes at Maskinporten that this release knows about. Immutable. */
public final class ChangeLog {
    private final List<Entry> entries;

    private ChangeLog(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads the changes packaged with this release.
     *
     * @throws IllegalStateException when the file is damaged
     */
    public static ChangeLog ofThisRelease() {
        Properties file = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ChangeLog.class.getResourceAsStream("changes.properties"), "changes.properties"),
                StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return new ChangeLog(file.stringPropertyNames().stream()
                .filter(name -> name.endsWith(".date"))
                .map(name -> entry(name.substring(0, name.length() - ".date".length()), file))
                .sorted(Comparator.comparing((Entry entry) -> entry.change().date())
                        .reversed())
                .toList());
    }

    private static Entry entry(String id, Properties file) {
        Change change = new Change(
                id,
                LocalDate.parse(value(id, "date", file)),
                Text.message("change." + id + ".title"),
                Text.message("change." + id + ".text"),
                URI.create(value(id, "source", file)),
                value(id, "concerns", file));
        return new Entry(change, rule(id, file));
    }

    private static ChangeRule rule(String id, Properties file) {
        String[] words = value(id, "rule", file).split(" ", -1);
        return switch (words[0]) {
            case "information-only" -> new ChangeRule.InformationOnly();
            case "host-unused" -> new ChangeRule.HostUnused(words[1]);
            case "host-reachable" -> new ChangeRule.HostReachable(words[1]);
            default -> throw new IllegalStateException("Unknown rule of change " + id);
        };
    }

    private static String value(String id, String member, Properties file) {
        String value = file.getProperty(id + "." + member);
        if (value == null) {
            throw new IllegalStateException("Change " + id + " has no " + member);
        }
        return value;
    }

    /**
     * Returns the changes with their present status, the newest first.
     *
     * @param configured every configured environment
     * @param reachability observed reachability of the token endpoint, by the environment's name
     */
    public List<Change.Assessed> assess(
            List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
        return entries.stream()
                .map(entry -> {
                    ChangeRule.Assessment assessment = entry.rule().assess(configured, reachability);
                    return new Change.Assessed(entry.change(), assessment.status(), assessment.reason());
                })
                .toList();
    }

    private record Entry(Change change, ChangeRule rule) {}
}
