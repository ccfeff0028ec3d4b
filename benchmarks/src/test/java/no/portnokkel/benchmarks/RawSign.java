package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The C program that does nothing but sign, logged in and waiting for its turn. */
final class RawSign implements AutoCloseable {
    private final Process process;
    private final BufferedWriter turns;
    private final BufferedReader rates;

    RawSign(Path program, BankKey key, Path module, int threads) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                program.toString(),
                module.toString(),
                Long.toString(key.hsm().slot()),
                BankKey.LABEL,
                Integer.toString(threads));
        command.environment().put("PIN", Files.readString(key.hsm().pinFile()));
        process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        turns = process.outputWriter(UTF_8);
        rates = process.inputReader(UTF_8);
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
