package no.portnokkel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in package-info files of the packages that the Javadoc site describes. */
class PackageExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* }</pre>");
    private static final Pattern INCLUDED = Pattern.compile("<include>(no/portnokkel/\\S*\\*\\.java)</include>");
    private static final Pattern EXCLUDED = Pattern.compile("<exclude>(no/portnokkel/\\S*\\*\\.java)</exclude>");

    /** What an example may use without saying where it comes from. */
    private static final String SURROUNDINGS = """
            class Example {
                private no.portnokkel.maskinporten.Tokens tokens;
                private no.portnokkel.testkit.MaskinportenTwin twin;
                private java.security.PublicKey publicKey;
                private java.nio.file.Path directory;
                private String consent;
                void header(String name, String value) {}
                void report(Object finding) {}
                void tryLater(java.util.Optional<java.time.Duration> pause) {}
                void run() throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    Path directory;

    static List<Path> publicPackages() throws IOException {
        String build = Files.readString(Path.of("../pom.xml"));
        List<Path> packages = Stream.of("hsm-config", "ejb-token", "testkit", "test-tokens")
                .map(module -> Path.of("..", module, "src/main/java"))
                .flatMap(sources -> packageInfos(sources)
                        .filter(file -> matches(INCLUDED, build, sources.relativize(file)))
                        .filter(file -> !matches(EXCLUDED, build, sources.relativize(file))))
                .sorted()
                .toList();
        assertThat(packages).hasSizeGreaterThan(10);
        return packages;
    }

    @ParameterizedTest
    @MethodSource("publicPackages")
    void each_public_package_has_an_example_with_imports_that_compiles(Path packageInfo) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(packageInfo));

        assertThat(example.find()).as("has an example").isTrue();
        String code = example.group(1).replaceAll("(?m)^ \\* ?", "");
        assertThat(code).contains("import no.portnokkel.");
        assertThat(complete(code).compile(directory)).isEmpty();
    }

    private static JavaExample complete(String code) {
        String imports = code.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String rest = code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return new JavaExample(imports + "\n" + (rest.contains("class ") ? rest : SURROUNDINGS.formatted(rest)));
    }

    private static Stream<Path> packageInfos(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.endsWith("package-info.java")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean matches(Pattern element, String build, Path file) {
        return element.matcher(build)
                .results()
                .anyMatch(found -> file.getFileSystem()
                        .getPathMatcher("glob:" + found.group(1))
                        .matches(file));
    }
}
