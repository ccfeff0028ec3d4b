package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What another program said: a second opinion on what we made.
 *
 * @param exit its exit code
 * @param said standard output and standard error, in the order they came
 */
public record Shell(int exit, String said) {

    public static Shell runs(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell(process.onExit().join().exitValue(), said);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Runs a program that must succeed, and returns what it said. */
    public static String succeeds(String... command) {
        Shell shell = runs(command);
        assertThat(shell.exit()).as(shell.said()).isZero();
        return shell.said();
    }
}
