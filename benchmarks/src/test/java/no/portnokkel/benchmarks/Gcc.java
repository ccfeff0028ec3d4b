package no.portnokkel.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles the project's C sources for one run. */
final class Gcc {
    private Gcc() {}

    static Path program(String source, Path made) {
        return run(List.of("-O2", "-pthread", source, "-ldl"), made);
    }

    /** The module that has bad days, in front of a real one. */
    static Path shim(Path real, Path rules, Path made) {
        return run(
                List.of(
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "-DCONTROL=\"" + rules + "\"",
                        "-DREAL_MODULE=\"" + real + "\"",
                        "../hsm-config/src/test/c/fault-shim.c"),
                made);
    }

    private static Path run(List<String> arguments, Path made) {
        List<String> command = new ArrayList<>(List.of("gcc", "-o", made.toString()));
        command.addAll(arguments);
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("gcc did not make " + made);
            }
            return made;
        } catch (IOException absent) {
            throw new UncheckedIOException("gcc is needed (Debian: gcc libc6-dev)", absent);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
