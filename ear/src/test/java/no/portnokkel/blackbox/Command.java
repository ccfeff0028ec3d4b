package no.portnokkel.blackbox;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The result of a Java command.
 *
 * @param exit exit code
 * @param output standard output and standard error, interleaved
 */
record Command(int exit, String output) {
    static Command java(Path jar, String... arguments) throws IOException, InterruptedException {
        Process process = start(jar, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(jar + " did not end within 60 s. Its output: " + output);
        }
        return new Command(process.exitValue(), output);
    }

    static Process start(Path jar, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(executable(), "-jar", jar.toString()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    static String executable() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }
}
