package no.portnokkel.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A source file of the documentation.
 *
 * @param code the whole file, without a package
 */
record JavaExample(String code) {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:abstract |final )*(?:class|interface|record|enum) (\\w+)");

    /** Returns whether the code says where its types come from, and declares one. */
    boolean isComplete() {
        return code.lines().anyMatch(line -> line.startsWith("import "))
                && TYPE.matcher(code).find();
    }

    /** Returns the name of the first type. */
    String typeName() {
        Matcher type = TYPE.matcher(code);
        if (!type.find()) {
            throw new IllegalStateException("There is no type in this example:\n" + code);
        }
        return type.group(1);
    }

    /**
     * Compiles the file with the class path of the tests, for the Java that the build asks for.
     *
     * @param classes folder of the class files
     * @return the errors and warnings
     */
    List<String> compile(Path classes) {
        DiagnosticCollector<JavaFileObject> findings = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "--release",
                "17",
                "-parameters",
                "-Xlint:deprecation,rawtypes,removal,unchecked",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, findings, options, null, List.of(new Source(typeName(), code)))
                .call();
        return findings.getDiagnostics().stream()
                .filter(finding -> finding.getKind() == Diagnostic.Kind.ERROR
                        || finding.getKind() == Diagnostic.Kind.MANDATORY_WARNING
                        || finding.getKind() == Diagnostic.Kind.WARNING)
                .map(Diagnostic::toString)
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        private Source(String typeName, String code) {
            super(URI.create("string:///" + typeName + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
