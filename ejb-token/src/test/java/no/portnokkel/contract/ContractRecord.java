package no.portnokkel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sorted text file under {@code src/test/resources/contract} with one fact of the public contract per line. */
public final class ContractRecord {
    private static final Path RECORDED = Path.of("src/test/resources/contract");
    private static final Path ACTUAL = Path.of("target/contract");

    private ContractRecord() {}

    /**
     * Compares the facts with the record and fails with the missing and the new lines. Writes the facts to
     * {@code target/contract}.
     *
     * @param name of the record, without {@code .txt}
     * @param facts one per line, in any order
     */
    public static void assertUnchanged(String name, Stream<String> facts) {
        SortedSet<String> actual = facts.collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> recorded = new TreeSet<>(sample(name + ".txt").lines().toList());
        Path written = write(name + ".txt", actual);
        assertThat(difference(recorded, actual))
                .as("The public contract differs from %s. If the change is intended, copy %s there.", name, written)
                .isEmpty();
    }

    /** Returns the content of a file in the same folder; empty if it does not exist. */
    public static String sample(String file) {
        Path path = RECORDED.resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> difference(SortedSet<String> recorded, SortedSet<String> actual) {
        Stream<String> missing =
                recorded.stream().filter(line -> !actual.contains(line)).map("missing: "::concat);
        Stream<String> added =
                actual.stream().filter(line -> !recorded.contains(line)).map("new: "::concat);
        return Stream.concat(missing, added).toList();
    }

    private static Path write(String file, SortedSet<String> lines) {
        try {
            return Files.write(Files.createDirectories(ACTUAL).resolve(file), lines);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
