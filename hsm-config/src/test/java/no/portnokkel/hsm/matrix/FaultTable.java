package no.portnokkel.hsm.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;

/** The page {@code docs/hsm/faults.md}, of what was played in this process: {@code target/faults.md}. */
final class FaultTable {
    /** Of all applications in the stories: the product's default. */
    static final Duration SIGN_TIMEOUT = Duration.ofSeconds(3);

    private static final Path PAGE = Path.of("target", "faults.md");
    private static final List<String> COLUMNS = List.of("SoftHSM", "NSS", "TPM 2.0");
    private static final String HEAD = """
            <!-- Made by a test; do not edit. Anew: mvn verify -pl testkit,hsm-config -Dtest='*FaultMatrixTest' -Dleave-out=none
                 -Dtest-jvms=1 -Dsurefire.failIfNoSpecifiedTests=false, then cp hsm-config/target/faults.md docs/hsm/faults.md -->
            # What an HSM can do, and what callers see

            Tried through SunPKCS11 on three modules, in one run. The sign timeout was %s, and no caller waited much longer. Nothing of ours was restarted. A cell says what callers saw, what came of it, and how long it took: from the moment the device was well again, or the person had done their part, to the first signature; where callers saw nothing, it is what the first of them waited. Figures of one run on a busy machine: take the order of magnitude. "–" is told below.

            %s
            | condition | made by | %s |
            |---|---|---|---|---|
            %s
            %d conditions.

            ## What a module cannot do

            %s""";

    private static final Map<String, String> described = new TreeMap<>();
    private static final Map<Condition, Map<String, String>> cells = new TreeMap<>();
    private static final List<String> impossible = new ArrayList<>();

    private FaultTable() {}

    /** While its device is there. */
    static synchronized void describe(HsmUnderTest bench) {
        described.computeIfAbsent(bench.name(), any -> bench.description());
    }

    /** This happened to this condition on this bench. */
    static void row(Condition condition, HsmUnderTest bench, String outcome) {
        add(condition, bench, outcome);
    }

    /** It cannot happen there. */
    static synchronized void cannot(Condition condition, HsmUnderTest bench, String why) {
        impossible.add("- " + bench.name() + ", " + condition.what() + ": " + why + ".\n");
        add(condition, bench, "–");
    }

    private static synchronized void add(Condition condition, HsmUnderTest bench, String cell) {
        cells.computeIfAbsent(condition, any -> new TreeMap<>()).put(bench.name(), cell);
        try {
            Files.writeString(PAGE, page());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String page() {
        String modules = COLUMNS.stream()
                .filter(described::containsKey)
                .map(name -> "- " + name + ": \"" + described.get(name) + "\"\n")
                .collect(Collectors.joining());
        String rows = cells.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
        String reasons = impossible.stream().sorted().collect(Collectors.joining());
        return HEAD.formatted(SIGN_TIMEOUT, modules, String.join(" | ", COLUMNS), rows, cells.size(), reasons);
    }

    private static String line(Condition condition, Map<String, String> outcomes) {
        Stream<String> first = Stream.of(condition.what(), condition.madeBy());
        Stream<String> rest = COLUMNS.stream().map(name -> outcomes.getOrDefault(name, "not played in this run"));
        return "| " + Stream.concat(first, rest).collect(Collectors.joining(" | ")) + " |\n";
    }

    /**
     * A row.
     *
     * @param madeBy with what it was brought about
     */
    record Condition(String what, String madeBy) implements Comparable<Condition> {
        @Override
        public int compareTo(Condition other) {
            return what.compareTo(other.what);
        }
    }
}
