package no.portnokkel.maskinporten.refusal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Text;

/** The known refusals, read once from {@code refusals.properties}. Immutable. */
final class RefusalTable {
    static final RefusalTable INSTANCE = read();

    private static final String KIND = ".kind";
    private static final String UNKNOWN = "unknown";
    private static final String CONSENT = "consent";
    /** The most general description; it is not specific enough when the grant contained a consent. */
    private static final String MOST_GENERAL = "claim-unknown";

    private final Map<String, Row> rows;

    private RefusalTable(Map<String, Row> rows) {
        this.rows = rows;
    }

    private static RefusalTable read() {
        Properties file = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(
                        RefusalTable.class.getResourceAsStream("refusals.properties"), "refusals.properties"),
                StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return new RefusalTable(file.stringPropertyNames().stream()
                .filter(name -> name.endsWith(KIND))
                .map(name -> name.substring(0, name.length() - KIND.length()))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), id -> row(id, file))));
    }

    private static Row row(String id, Properties file) {
        Function<String, String> value =
                member -> Objects.requireNonNull(file.getProperty(id + "." + member), () -> id + " has no " + member);
        return new Row(
                phrases(file.getProperty(id + ".says", "")),
                kind(value.apply("kind")),
                new Explanation(
                        Text.message("refusal." + id + ".cause"),
                        Owner.valueOf(enumName(value.apply("owner"))),
                        Text.message("refusal." + id + ".remedy"),
                        Retry.valueOf(enumName(value.apply("retry"))),
                        URI.create(value.apply("source"))));
    }

    private static List<String> phrases(String phrases) {
        return Stream.of(phrases.split("\\|", -1))
                .map(phrase -> phrase.strip().toLowerCase(Locale.ROOT))
                .filter(phrase -> !phrase.isEmpty())
                .toList();
    }

    private static String enumName(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static BiFunction<ErrorAnswer, Explanation, Refusal> kind(String word) {
        return switch (word) {
            case "client" -> Refusal.ClientRefused::new;
            case "certificate" -> Refusal.CertificateRefused::new;
            case "registered-key" -> Refusal.RegisteredKeyRefused::new;
            case "grant" -> Refusal.GrantRefused::new;
            case "time" -> Refusal.TimeRefused::new;
            case "scope" -> Refusal.ScopeRefused::new;
            case "access" -> Refusal.AccessRefused::new;
            case "delegation" -> Refusal.DelegationRefused::new;
            case "authorization-details" -> Refusal.AuthorizationDetailsRefused::new;
            case CONSENT -> Refusal.ConsentRefused::new;
            case UNKNOWN -> Refusal.UnknownRefusal::new;
            default -> throw new IllegalStateException("Unknown kind of refusal " + word);
        };
    }

    Refusal refusal(ErrorAnswer answer, boolean carriedConsent) {
        Row row = answer.mp()
                .flatMap(code -> Optional.ofNullable(rows.get(code)))
                .or(() -> answer.description()
                        .flatMap(this::byDescription)
                        .filter(found -> !(carriedConsent && isMostGeneral(found))))
                .orElseGet(() -> Objects.requireNonNull(rows.get(carriedConsent ? CONSENT : UNKNOWN)));
        return row.kind().apply(answer, row.explanation());
    }

    private boolean isMostGeneral(Row row) {
        return row.equals(rows.get(MOST_GENERAL));
    }

    private Optional<Row> byDescription(String description) {
        String lowerCase = description.toLowerCase(Locale.ROOT);
        return rows.values().stream()
                .filter(row -> row.endOfMatch(lowerCase) > 0)
                .max(Comparator.comparingInt(row -> row.endOfMatch(lowerCase)));
    }

    private record Row(
            List<String> phrases, BiFunction<ErrorAnswer, Explanation, Refusal> kind, Explanation explanation) {

        /** Where the last phrase of ours ends in these words; 0 when there is none. */
        int endOfMatch(String lowerCase) {
            return phrases.stream()
                    .filter(lowerCase::contains)
                    .mapToInt(phrase -> lowerCase.lastIndexOf(phrase) + phrase.length())
                    .max()
                    .orElse(0);
        }
    }
}
