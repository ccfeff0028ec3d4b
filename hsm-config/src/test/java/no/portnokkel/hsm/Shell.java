package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The result of an external program.
 *
 * @param exit exit code
 * @param output standard output and standard error, in order
 */
public record Shell(int exit, String output) {

    public static Shell run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell(process.onExit().join().exitValue(), output);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Runs a program that must succeed, and returns its output. */
    public static String runSuccessfully(String... command) {
        return run(command).requireSuccess();
    }

    /** Returns the output. */
    public String requireSuccess() {
        assertThat(exit).as(output).isZero();
        return output;
    }
}
