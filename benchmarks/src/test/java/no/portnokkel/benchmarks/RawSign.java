package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The C program that does nothing but sign, logged in and waiting for its turn. Needs gcc (Debian: gcc libc6-dev). */
final class RawSign implements AutoCloseable {
    private final Process process;
    private final BufferedWriter turns;
    private final BufferedReader rates;

    private RawSign(Process process) {
        this.process = process;
        this.turns = process.outputWriter(UTF_8);
        this.rates = process.inputReader(UTF_8);
    }

    /** @param program where it is compiled to */
    static RawSign start(Path program, BankKey key, Path module, int threads) throws IOException, InterruptedException {
        ProcessBuilder gcc =
                new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), "src/test/c/raw-sign.c", "-ldl");
        if (gcc.inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("gcc did not make " + program);
        }
        ProcessBuilder signing = new ProcessBuilder(
                program.toString(),
                module.toString(),
                Long.toString(key.hsm().slot()),
                BankKey.LABEL,
                Integer.toString(threads));
        signing.environment().put("PIN", Files.readString(key.hsm().pinFile()));
        return new RawSign(
                signing.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Signatures a second, by all its threads together. */
    double rate(double seconds) throws IOException {
        turns.write(seconds + "\n");
        turns.flush();
        return Double.parseDouble(rates.readLine());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
