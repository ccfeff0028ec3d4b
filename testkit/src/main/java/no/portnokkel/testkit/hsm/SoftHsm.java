package no.portnokkel.testkit.hsm;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The installed SoftHSM2: its module, its command {@code softhsm2-util}, and its configuration. */
final class SoftHsm {

    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"), // Homebrew on a Mac with an Intel processor
            Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so")); // Homebrew on a Mac with Apple silicon
    private static final String INSTALL = "Run: apt-get install softhsm2, or on macOS: brew install softhsm";
    private static final int ATTEMPTS = 20;
    private static final Pattern NEW_SLOT = Pattern.compile("reassigned to slot ([0-9]+)");
    private static final Pattern SLOT = Pattern.compile("(?m)^Slot ([0-9]+)$");

    private SoftHsm() {}

    static Path module() {
        return MODULES.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "SoftHSM2 is not installed: none of " + MODULES + " exists. " + INSTALL));
    }

    /**
     * Runs an action while no other thread and no other process uses {@code softhsm2-util} on the same store. The command
     * fails when it lists a token that is being created or deleted.
     */
    static synchronized <T> T exclusively(Supplier<T> action) {
        Path store = configure();
        try (FileChannel channel = FileChannel.open(store.resolveSibling("softhsm2.lock"), CREATE, WRITE)) {
            channel.lock(); // until the channel is closed
            return action.get();
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The lock beside " + store + " cannot be used.", unwritable);
        }
    }

    /** Writes the configuration file named by SOFTHSM2_CONF, unless it exists, and returns its path. */
    private static Path configure() {
        String configured = System.getenv("SOFTHSM2_CONF");
        if (configured == null || configured.isBlank()) {
            // Without it the tokens would be created in the machine's store, beside real ones.
            throw new IllegalStateException("Set the environment variable SOFTHSM2_CONF to a file for tests, such as"
                    + " target/softhsm2/softhsm2.conf; it is written when it is missing.");
        }
        Path file = Path.of(configured).toAbsolutePath();
        if (Files.exists(file)) {
            return file;
        }
        try {
            Path folder = file.resolveSibling("tokens");
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(file.getParent(), "softhsm2", ".conf");
            Files.writeString(
                    draft, "directories.tokendir = " + folder + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE); // another process never reads a partial file
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The configuration " + file + " of SoftHSM2 cannot be written.", unwritable);
        }
    }

    static long initialise(String label, String pin, String officerPin) {
        // PINs are passed in the environment: newer JDKs can log the arguments of child processes
        String output = run(
                Map.of("PIN", pin, "SO_PIN", officerPin),
                List.of(
                        "sh",
                        "-c",
                        "exec softhsm2-util --init-token --free --label \"$1\" --pin \"$PIN\" --so-pin \"$SO_PIN\"",
                        "sh",
                        label));
        Matcher slot = NEW_SLOT.matcher(output);
        if (!slot.find()) {
            throw new IllegalStateException("softhsm2-util did not report the slot of the new token: " + output);
        }
        return Long.parseLong(slot.group(1));
    }

    static Optional<Long> slotOf(String label) {
        String slots = softhsm2Util("--show-slots");
        Matcher start = SLOT.matcher(slots);
        List<Integer> starts = new ArrayList<>();
        while (start.find()) {
            starts.add(start.start());
        }
        starts.add(slots.length());
        for (int i = 0; i + 1 < starts.size(); i++) {
            String slot = slots.substring(starts.get(i), starts.get(i + 1));
            if (labelled(label).matcher(slot).find()) {
                return Optional.of(Long.parseLong(slot.substring("Slot ".length(), slot.indexOf('\n'))));
            }
        }
        return Optional.empty();
    }

    /** Removes every token with this label. */
    static void delete(String label) {
        for (int attempt = 1; slotOf(label).isPresent(); attempt++) {
            try {
                softhsm2Util("--delete-token", "--token", label);
            } catch (IllegalStateException busy) {
                // A module that another process loads at the same time may create a lock file in the emptied directory.
                if (attempt == ATTEMPTS) {
                    throw busy;
                }
            }
        }
    }

    private static Pattern labelled(String label) {
        return Pattern.compile("(?m)^\\s+Label:\\s+" + Pattern.quote(label) + "\\s*$");
    }

    private static String softhsm2Util(String... arguments) {
        List<String> command = new ArrayList<>(List.of("softhsm2-util"));
        command.addAll(List.of(arguments));
        return run(Map.of(), command);
    }

    private static String run(Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("softhsm2-util failed: " + output);
            }
            return output;
        } catch (IOException missing) {
            throw new IllegalStateException("softhsm2-util is not installed. " + INSTALL, missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for softhsm2-util.", interrupted);
        }
    }
}
