package no.portnokkel.control.audit;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import no.portnokkel.control.Database;
import no.portnokkel.control.audit.AuditRepository.Head;
import no.portnokkel.control.audit.AuditRepository.Line;

/**
 * Finds records for a reader, newest first. What is searched and shown are the stored lines themselves, which checkpoints prove,
 * not columns beside them. Thread-safe.
 */
public final class AuditSearch {
    private static final int MAX_FOUND = 50;
    private static final int MAX_READ = 5_000; // lines a call, so that no call takes long
    private static final int PAGE = 500;

    private final Database database;

    /** Creates the search in one database. */
    public AuditSearch(Database database) {
        this.database = database;
    }

    /**
     * Returns the newest records that match, at most 50.
     *
     * @param before only records with lower sequence numbers
     * @throws no.portnokkel.control.ProblemException {@code database-unavailable}
     */
    public Found find(Criteria criteria, long before) {
        List<Entry> found = new ArrayList<>();
        Head head = database.transaction(connection -> new AuditRepository(connection).head());
        long next = Math.min(before, head.tree().size() + 1); // rows outside are not of the audit
        int read = 0;
        while (read < MAX_READ) {
            long end = next;
            List<Line> page = database.transaction(connection -> new AuditRepository(connection)
                    .linesBefore(end, head.archived().size(), PAGE));
            if (page.isEmpty()) {
                return new Found(found, OptionalLong.empty());
            }
            for (Line line : page) {
                Entry entry = Entry.of(line);
                if (criteria.match(entry)) {
                    found.add(entry);
                }
                next = line.sequence();
                if (found.size() == MAX_FOUND) {
                    return new Found(found, OptionalLong.of(next));
                }
            }
            read += page.size();
        }
        return new Found(found, OptionalLong.of(next));
    }

    /**
     * What a reader looks for. A record that is unreadable matches if only times are given or nothing.
     *
     * @param act as {@link Act#word()} says it
     * @param person a part of the name or id of who acted, in any case
     * @param text a part of any other member, in any case
     * @param from earliest time
     * @param to time that records are before
     */
    public record Criteria(
            Optional<String> act,
            Optional<String> person,
            Optional<String> text,
            Optional<Instant> from,
            Optional<Instant> to) {
        /** Returns the criteria that one kind of act fulfils. */
        public static Criteria of(Act act) {
            return new Criteria(
                    Optional.of(act.word()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        private boolean match(Entry entry) {
            return act.map(word -> word.equals(entry.member("act"))).orElse(true)
                    && person.map(part -> contains(entry.actor(), part)).orElse(true)
                    && text.map(part -> contains(entry.text(), part)).orElse(true)
                    && entry.time()
                            .map(time ->
                                    from.map(start -> !time.isBefore(start)).orElse(true)
                                            && to.map(time::isBefore).orElse(true))
                            .orElse(true);
        }

        private static boolean contains(String whole, String part) {
            return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Some of the records that match.
     *
     * @param entries newest first
     * @param next where to go on, as {@code before} of the next call; empty at the first record of the audit
     */
    public record Found(List<Entry> entries, OptionalLong next) {
        /** Copies the list. */
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A stored line.
     *
     * @param record empty if the line is no record: somebody has changed it
     */
    public record Entry(long sequence, String text, Optional<JsonObject> record) {
        static Entry of(Line line) {
            return new Entry(line.sequence(), line.text(), parsed(line.text()));
        }

        private static Optional<JsonObject> parsed(String text) {
            try (JsonReader reader = Json.createReader(new StringReader(text))) {
                return Optional.of(reader.readObject()).filter(Entry::isRecord);
            } catch (JsonException malformed) {
                return Optional.empty();
            }
        }

        private static boolean isRecord(JsonObject members) {
            return members.get("actor") instanceof JsonObject actor
                    && actor.get("name") instanceof JsonString
                    && Stream.of("time", "node", "act", "object")
                            .allMatch(name -> members.get(name) instanceof JsonString);
        }

        /** Returns whether a member has this text. */
        boolean has(String name, String value) {
            return member(name).equals(value);
        }

        private String member(String name) {
            return record.map(members -> members.getString(name, "")).orElse("");
        }

        private String actor() {
            return record.map(members -> members.get("actor") instanceof JsonObject actor
                            ? actor.getString("name", "") + "\n" + actor.getString("id", "")
                            : "")
                    .orElse("");
        }

        Optional<Instant> time() {
            try {
                return Optional.of(Instant.parse(member("time")));
            } catch (DateTimeParseException malformed) {
                return Optional.empty();
            }
        }
    }
}
