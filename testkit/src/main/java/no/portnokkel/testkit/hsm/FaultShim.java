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
 * A PKCS#11 module that forwards calls to a real module and injects faults: any return code from any function, slow or
 * hanging calls, lost sessions, a removed HSM token, a wrong signature. Requires {@code gcc} (Debian: {@code gcc
 * libc6-dev}), which compiles the module.
 *
 * <p>A rule is one line, such as {@code C_Sign answer 48}, {@code C_SignFinal hang} or {@code * drop}; {@code
 * fault-shim.c}, beside this class, documents all rules. SunPKCS11 signs with {@code C_Sign} or with {@code C_SignFinal},
 * depending on the module. Safe for one thread that changes rules and any number of threads that use the module.
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
     * Compiles a module that forwards to the token's module for the code under test.
     *
     * @param directory for the module and its files; other files there must not begin with the token's label
     * @throws IllegalStateException {@code gcc} is not installed or failed; the message says what to do
     */
    public static FaultShim before(SoftHsmToken token, Path directory) {
        return before(token.library(), directory.resolve(token.label() + "-shim.so"));
    }

    /**
     * Compiles a module that forwards to another module. Initially it injects no faults.
     *
     * @param real the module to forward to; copied when it is loaded, so that a fault affects one copy only
     * @param module file to create; further files are created beside it
     * @throws IllegalStateException {@code gcc} is not installed or failed; the message says what to do
     */
    public static FaultShim before(Path real, Path module) {
        return compiled(real, module, List.of());
    }

    /**
     * Compiles a module whose copies all forward to one and the same real module, like {@code pkcs11-spy} or the client of a
     * daemon: they share its login and sessions. Initially it injects no faults.
     *
     * @param real the module to forward to; copied once, so that nothing is shared with other users of it in this process
     * @param module file to create; further files are created beside it
     * @throws IllegalStateException {@code gcc} is not installed or failed; the message says what to do
     */
    public static FaultShim sharing(Path real, Path module) {
        try {
            Path copy = Files.copy(real, beside(module, ".shared"), StandardCopyOption.REPLACE_EXISTING);
            return compiled(copy, module, List.of("-DSHARED"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The fault shim " + module + " cannot be written.", unwritable);
        }
    }

    private static FaultShim compiled(Path real, Path module, List<String> options) {
        FaultShim shim = new FaultShim(module);
        try (InputStream source = Objects.requireNonNull(FaultShim.class.getResourceAsStream(SOURCE))) {
            Path copy = beside(module, ".c");
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-shared", "-fPIC"));
            command.addAll(options);
            command.addAll(List.of(
                    "-DCONTROL=\"" + shim.rules + "\"",
                    "-DREAL_MODULE=\"" + real + "\"",
                    "-o",
                    module.toString(),
                    copy.toString()));
            compile(command);
            Files.write(beside(shim.rules, ".count"), new byte[0]);
            return shim;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The fault shim " + module + " cannot be written.", unwritable);
        }
    }

    /** Returns the module for the code under test. */
    public Path module() {
        return module;
    }

    /**
     * Replaces all rules.
     *
     * @param newRules one rule each; none to inject no faults
     */
    public void says(String... newRules) {
        List<String> lines = new ArrayList<>(List.of("at " + System.nanoTime()));
        lines.addAll(List.of(newRules));
        try {
            Path draft = beside(rules, ".draft");
            Files.write(draft, lines);
            Files.move(draft, rules, StandardCopyOption.ATOMIC_MOVE); // a call never reads a partial file
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The rules of " + module + " cannot be written.", unwritable);
        }
    }

    /** Makes every signature fail with this return code. */
    public void signaturesAnswer(long ckr) {
        says("C_Sign answer " + ckr, "C_SignFinal answer " + ckr);
    }

    /** Removes all rules. Effects of {@code forever} and {@code latch} rules last as long as the rule says. */
    public void isWell() {
        says();
    }

    /** Returns the number of calls counted by {@code count} rules so far. */
    public long counted() {
        try {
            return Files.size(beside(rules, ".count"));
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
            String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0) {
                throw new IllegalStateException("gcc could not compile the fault shim: " + output);
            }
        } catch (IOException missing) {
            throw new IllegalStateException("gcc is not installed. Run: apt-get install gcc libc6-dev", missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for gcc.", interrupted);
        }
    }
}
