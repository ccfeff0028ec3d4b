package no.portnokkel.control.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import no.portnokkel.files.PrivateFolder;

/**
 * Records that are made while the database is unavailable, in the file {@code audit-pending} of the data directory. Each is on
 * disk before {@link #add} returns. While they are stored in the database they are in {@code audit-merging}, so that others can
 * be added. Thread-safe.
 */
final class PendingRecords {
    private static final long MAX_BYTES = 10L << 20;
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Path dataDir;

    PendingRecords(Path dataDir) {
        this.dataDir = dataDir;
    }

    /**
     * Adds a record.
     *
     * @param members of its line: a JSON object
     * @throws IOException if it cannot be stored, or ten megabytes wait already
     */
    synchronized void add(String members) throws IOException {
        Path file = PrivateFolder.at(dataDir).file("audit-pending");
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("audit-pending holds more than " + MAX_BYTES + " bytes");
        }
        boolean isNew = Files.size(file) == 0;
        String lines = (isNew ? UUID.randomUUID() + "\n" : "") + members + "\n";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long end = endOfLastLine(file);
            try {
                channel.truncate(end).position(end);
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException failed) {
                channel.truncate(end); // a full disk may have taken a part
                throw failed;
            }
        }
    }

    /** A kill may have left a part of a line: the next one must not be appended to it. */
    private static long endOfLastLine(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Returns whether records wait. */
    boolean isEmpty() {
        return !Files.exists(pending()) && !Files.exists(merging());
    }

    /** Returns the records that have waited longest, which stay on disk until {@link #remove}; empty if none wait. */
    synchronized Optional<Batch> take() throws IOException {
        if (!Files.exists(merging())) {
            if (!Files.exists(pending())) {
                return Optional.empty();
            }
            Files.move(pending(), merging(), StandardCopyOption.ATOMIC_MOVE);
        }
        String content = new String(Files.readAllBytes(merging()), StandardCharsets.UTF_8); // whatever the bytes are
        List<String> lines = content.substring(
                        0, content.lastIndexOf('\n') + 1) // a kill may have left a part of a line
                .lines()
                .toList();
        return Optional.of(
                lines.isEmpty() ? new Batch("", List.of()) : batch(lines.get(0), lines.subList(1, lines.size())));
    }

    /** Somebody may have written to the file. */
    private static Batch batch(String id, List<String> members) {
        return ID.matcher(id).matches()
                ? new Batch(id, members)
                : new Batch(
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        members);
    }

    /** Removes what {@link #take} returned. */
    synchronized void remove() throws IOException {
        Files.deleteIfExists(merging());
    }

    private Path pending() {
        return dataDir.resolve("audit-pending");
    }

    private Path merging() {
        return dataDir.resolve("audit-merging");
    }

    /**
     * Records that wait.
     *
     * @param id of this batch: stored with the records, so that a batch is not stored twice
     * @param members of each line, the oldest first
     */
    record Batch(String id, List<String> members) {
        Batch {
            members = List.copyOf(members);
        }
    }
}
