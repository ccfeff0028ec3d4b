package no.portnokkel.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table of {@code docs/hsm/faults.md}: a file for each row below {@code target/faults}, all of them in {@code target/faults.md}. */
final class FaultTable {
    private static final Path ROWS = Path.of("target", "faults");
    private static final Path PAGE = Path.of("target", "faults.md");
    private static final String HEAD = """
            <!-- Made by a test; do not edit. Anew: mvn verify -pl testkit,hsm-config -Dtest='*FaultMatrixTest' -Dleave-out=none
                 -Dsurefire.failIfNoSpecifiedTests=false, then cp hsm-config/target/faults.md docs/hsm/faults.md -->
            # What an HSM can do, and what callers see

            Tried on SoftHSM 2.6.1 through SunPKCS11. The sign timeout was %s, and no caller waited much longer. Nothing was restarted. *Time* is from the moment the device was well again, or the person had done their part, to the first signature; where callers saw nothing, it is what the first of them waited. A figure of one run on a busy machine: take the order of magnitude.

            | condition | made by | callers saw | then | time |
            |---|---|---|---|---|
            """;

    private FaultTable() {}

    /** A person or the device has ended it. */
    static void healed(String condition, String madeBy, Patient patient, String then, Duration time) {
        row(condition, madeBy, "`" + patient.metCode() + "`", then, time);
    }

    /** Nobody saw it. */
    static void bridged(String condition, String madeBy, Duration time) {
        row(condition, madeBy, "nothing", "signed in the next generation", time);
    }

    static synchronized void row(String condition, String madeBy, String saw, String then, Duration time) {
        String millis = time.toMillis() + " ms";
        try {
            Files.createDirectories(ROWS);
            Files.writeString(
                    ROWS.resolve(condition.replaceAll("[^a-zA-Z0-9]+", "-")),
                    "| " + String.join(" | ", condition, madeBy, saw, then, millis) + " |\n");
            Files.writeString(PAGE, page());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String page() throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROWS).sorted()) {
            for (Path file : files.toList()) {
                rows.add(Files.readString(file));
            }
        }
        return HEAD.formatted(TestBank.IMPATIENCE) + String.join("", rows) + "\n" + rows.size() + " conditions.\n";
    }
}
