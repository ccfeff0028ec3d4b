package no.portnokkel.testkit.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A PKCS#11 module in front of a real one that has bad days, on days that a test chooses: any CKR from any function, calls
 * that are slow or hang, lost sessions, a removed token, a wrong signature. Needs {@code gcc} (Debian: {@code gcc
 * libc6-dev}), which compiles it for the real module that it stands before.
 *
 * <p>A rule is one line, such as {@code C_Sign answer 48}, {@code C_SignFinal hang} or {@code * drop}; {@code
 * fault-shim.c}, beside this class, describes them all. SunPKCS11 signs by {@code C_Sign} or by {@code C_SignFinal},
 * depending on the module. Safe for one thread that changes rules and any number that use the module.
 */
public final class FaultShim {
    private static final String SOURCE = "fault-shim.c";

    private final Path module;
    private final Path rules;

    private FaultShim(Path module) {
        this.module = module;
        this.rules = beside(module, ".rules");
    }

    /**
     * Compiles a module in front of the one that the token has for code under test.
     *
     * @param directory for the module and its files; nothing else there may be named after the token's label
     * @throws IllegalStateException {@code gcc} is not installed or failed; the message says what to do
     */
    public static FaultShim before(SoftHsmToken token, Path directory) {
        return before(token.library(), directory.resolve(token.label() + "-shim.so"));
    }

    /**
     * Compiles a module in front of another. It is well until it is told something else.
     *
     * @param real is copied when it is loaded, so that a fault of one copy leaves the others alone
     * @param module the file to make, in a folder where more may be written
     * @throws IllegalStateException {@code gcc} is not installed or failed; the message says what to do
     */
    public static FaultShim before(Path real, Path module) {
        FaultShim shim = new FaultShim(module);
        try (InputStream source = Objects.requireNonNull(FaultShim.class.getResourceAsStream(SOURCE))) {
            Path copy = beside(module, ".c");
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            compile(List.of(
                    "gcc",
                    "-O1",
                    "-shared",
                    "-fPIC",
                    "-DCONTROL=\"" + shim.rules + "\"",
                    "-DREAL_MODULE=\"" + real + "\"",
                    "-o",
                    module.toString(),
                    copy.toString()));
            return shim;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The fault shim " + module + " cannot be written.", unwritable);
        }
    }

    /** The module for the code under test. */
    public Path module() {
        return module;
    }

    /**
     * Has these rules from now on, and none that it had before.
     *
     * @param newRules one a line; none for a good day
     */
    public void says(String... newRules) {
        List<String> lines = new ArrayList<>(List.of("at " + System.nanoTime()));
        lines.addAll(List.of(newRules));
        try {
            Path draft = beside(rules, ".draft");
            Files.write(draft, lines);
            Files.move(draft, rules, StandardCopyOption.ATOMIC_MOVE); // no call reads half a file
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The rules of " + module + " cannot be written.", unwritable);
        }
    }

    /** Answers every signature with this code. */
    public void signaturesAnswer(long ckr) {
        says("C_Sign answer " + ckr, "C_SignFinal answer " + ckr);
    }

    /** Has a good day from now on. What a rule called {@code forever} or {@code latch} brought stays as long as it says. */
    public void isWell() {
        says();
    }

    /** Calls so far that a rule called {@code count} counted. */
    public long counted() {
        Path count = beside(rules, ".count");
        try {
            return Files.exists(count) ? Files.size(count) : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The count of " + module + " cannot be read.", unreadable);
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static void compile(List<String> command) {
        try {
            Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0) {
                throw new IllegalStateException("gcc did not make the fault shim: " + said);
            }
        } catch (IOException missing) {
            throw new IllegalStateException("gcc is not installed. Run: apt-get install gcc libc6-dev", missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for gcc.", interrupted);
        }
    }
}
