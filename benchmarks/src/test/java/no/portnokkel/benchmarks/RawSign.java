package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A C program that logs in and signs on request. Needs gcc (Debian: gcc libc6-dev). */
final class RawSign implements AutoCloseable {
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader rates;

    private RawSign(Process process) {
        this.process = process;
        this.requests = process.outputWriter(UTF_8);
        this.rates = process.inputReader(UTF_8);
    }

    /** @param program the path of the compiled program */
    static RawSign start(Path program, BankKey key, Path module, int threads) throws IOException, InterruptedException {
        ProcessBuilder gcc =
                new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), "src/test/c/raw-sign.c", "-ldl");
        if (gcc.inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("gcc failed to compile " + program);
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

    /** Returns the signatures per second of all its threads. */
    double rate(double seconds) throws IOException {
        requests.write(seconds + "\n");
        requests.flush();
        return Double.parseDouble(rates.readLine());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
