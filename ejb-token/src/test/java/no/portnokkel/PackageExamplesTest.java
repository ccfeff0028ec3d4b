package no.portnokkel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in package-info files of the packages that the Javadoc site describes. */
class PackageExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* }</pre>");
    private static final Pattern PUBLIC_CLASS = Pattern.compile("public class (\\w+)");
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
        List<Path> packages = Stream.of("hsm-config", "ejb-token", "testkit")
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
        assertThat(compile(code)).isEmpty();
    }

    private List<String> compile(String example) {
        String imports =
                example.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String rest =
                example.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        String unit = imports + "\n" + (rest.contains("class ") ? rest : SURROUNDINGS.formatted(rest));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> findings = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
        compiler.getTask(null, null, findings, options, null, List.of(new Unit(unit)))
                .call();
        return findings.getDiagnostics().stream()
                .filter(finding -> finding.getKind() == Diagnostic.Kind.ERROR)
                .map(Diagnostic::toString)
                .toList();
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

    private static final class Unit extends SimpleJavaFileObject {
        private final String code;

        private Unit(String code) {
            super(URI.create("string:///" + name(code) + ".java"), Kind.SOURCE);
            this.code = code;
        }

        private static String name(String code) {
            Matcher found = PUBLIC_CLASS.matcher(code);
            return found.find() ? found.group(1) : "Example";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
