package no.portnokkel.maskinporten.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Typed values below one prefix. A wrong one becomes a problem that names its whole key, and is then as good as unset. */
final class CheckedValues {
    private final ConfigValues values;
    private final String prefix;
    private final List<Problem> problems;

    CheckedValues(ConfigValues values, String prefix) {
        this(values, prefix, new ArrayList<>());
    }

    private CheckedValues(ConfigValues values, String prefix, List<Problem> problems) {
        this.values = values;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** The values one step further down; problems end in the same list. */
    CheckedValues below(String step) {
        return new CheckedValues(values, prefix + step + ".", problems);
    }

    String key(String name) {
        return prefix + name;
    }

    List<Problem> problems() {
        return problems;
    }

    Optional<String> text(String name) {
        return values.value(key(name));
    }

    /**
     * Returns what {@code reading} makes of the value.
     *
     * @param expected what a right value looks like, to stand after "expected"
     * @param reading throws IllegalArgumentException for a wrong value
     */
    <T> Optional<T> value(String name, Text expected, Function<String, T> reading) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(text.get()));
        } catch (IllegalArgumentException wrong) { // its message is English only, and may quote the value
            reject(name, expected);
            return Optional.empty();
        }
    }

    <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        String shown = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return value(
                name,
                new Text("en av " + shown, "one of " + shown),
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    Duration duration(String name, Duration unset) {
        Text expected = new Text(
                "en varighet over null etter ISO 8601, som PT10S",
                "a duration above zero as in ISO 8601, such as PT10S");
        return value(name, expected, CheckedValues::positiveDuration).orElse(unset);
    }

    private static Duration positiveDuration(String text) {
        try {
            Duration duration = Duration.parse(text);
            require(!duration.isZero() && !duration.isNegative());
            return duration;
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    double share(String name, double unset) {
        return value(name, new Text("et tall mellom 0 og 1", "a number between 0 and 1"), text -> {
                    double share = Double.parseDouble(text);
                    require(share > 0 && share < 1);
                    return share;
                })
                .orElse(unset);
    }

    int count(String name, int unset) {
        return value(name, new Text("et helt tall fra 1", "a whole number from 1"), text -> {
                    int count = Integer.parseInt(text);
                    require(count >= 1);
                    return count;
                })
                .orElse(unset);
    }

    Optional<URI> uri(String name) {
        Text expected = new Text(
                "en fullstendig adresse, som https://vert/sti", "an absolute address, such as https://host/path");
        return value(name, expected, text -> {
            URI uri = URI.create(text);
            Origin.of(uri);
            return uri;
        });
    }

    /** {@link InvalidPathException} is an IllegalArgumentException. */
    Optional<Path> path(String name) {
        return value(name, new Text("et filnavn", "a file name"), Path::of);
    }

    /** The certificates of a PEM file; none when unset. */
    List<X509Certificate> certificates(String name) {
        Text expected = new Text("en lesbar PEM-fil med sertifikater", "a readable PEM file with certificates");
        return value(name, expected, CheckedValues::certificatesIn).orElse(List.of());
    }

    private static List<X509Certificate> certificatesIn(String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            require(!certificates.isEmpty());
            return certificates;
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException();
        }
    }

    /** The value of {@code name} is wrong. */
    void reject(String name, Text expected) {
        report(
                ProblemCode.CONFIGURATION_INVALID,
                new Text(
                        key(name) + " er feil: forventet " + expected.no() + ".",
                        key(name) + " is wrong: expected " + expected.en() + "."),
                new Text("Rett " + key(name) + " og start på nytt.", "Correct " + key(name) + " and restart."));
    }

    /** {@code name} is needed and unset. */
    void missing(String name, Text what) {
        report(
                ProblemCode.CONFIGURATION_INVALID,
                new Text(key(name) + " mangler: " + what.no() + ".", key(name) + " is not set: " + what.en() + "."),
                new Text("Sett " + key(name) + " og start på nytt.", "Set " + key(name) + " and restart."));
    }

    void report(ProblemCode code, Text detail, Text remedy) {
        problems.add(Problem.of(code, detail, remedy));
    }
}
