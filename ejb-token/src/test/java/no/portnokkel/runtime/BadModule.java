package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A module in front of a real one that has bad days, as {@code fault-shim.c} describes them.
 *
 * @param library the module
 * @param rules the file that it obeys
 */
record BadModule(Path library, Path rules) {

    static BadModule before(Path real, Path directory) {
        BadModule module = new BadModule(directory.resolve("shim.so"), directory.resolve("rules"));
        try {
            Process gcc = new ProcessBuilder(
                            "gcc",
                            "-shared",
                            "-fPIC",
                            "-DCONTROL=\"" + module.rules + "\"",
                            "-DREAL_MODULE=\"" + real + "\"",
                            "-o",
                            module.library.toString(),
                            "../hsm-config/src/test/c/fault-shim.c")
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor()).isZero();
            return module;
        } catch (IOException noCompiler) {
            throw new UncheckedIOException(noCompiler);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** From now on, until the next change. */
    void says(String... newRules) {
        List<String> lines = new ArrayList<>(List.of("at " + System.nanoTime()));
        lines.addAll(List.of(newRules));
        try {
            Path draft = rules.resolveSibling("rules.draft");
            Files.write(draft, lines);
            Files.move(draft, rules, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
