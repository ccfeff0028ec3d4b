package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Text;

/**
 * What happened in a ceremony, as lines of canonical JSON in {@code transcript.jsonl}: number, time, step, result, hash of the plan, hash
 * of the line before, and data. A step that changes something is recorded before and after. Each line is on disk before the ceremony
 * goes on. The chain of hashes finds accidents; what finds an edit is the signature of the new key in the line of the request, and that
 * of the evidence.
 */
final class Transcript {
    /** The steps in order. */
    enum Step {
        CONFIRMATION,
        KEY,
        REQUEST,
        CERTIFICATE,
        EVIDENCE,
        REMOVAL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far a step came. */
    enum Result {
        BEGUN,
        DONE,
        /** A person may try again, for example with another delivery. */
        REJECTED,
        /** The ceremony has ended. */
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String FIRST = "";
    private static final String SEAL = "Portnokkel transcript of a ceremony, not a token and not a certificate. ";

    private final EvidenceFolder folder;
    private final String planSha256;
    private final Clock clock;
    private final List<JsonObject> lines;

    private Transcript(EvidenceFolder folder, String planSha256, Clock clock, List<JsonObject> lines) {
        this.folder = folder;
        this.planSha256 = planSha256;
        this.clock = clock;
        this.lines = new ArrayList<>(lines);
    }

    /**
     * Opens the transcript of a folder; an empty one if there is none.
     *
     * @throws CeremonyRejectedException it belongs to another plan, has been edited, or ends later than the clock says
     */
    static Transcript in(EvidenceFolder folder, String planSha256, Clock clock) {
        List<JsonObject> lines = folder.read(EvidenceFolder.TRANSCRIPT)
                .map(bytes -> read(bytes).orElseThrow(() -> edited(folder)))
                .orElse(List.of());
        Transcript transcript = new Transcript(folder, planSha256, clock, lines);
        if (!lines.isEmpty()) {
            transcript.requireContinuable();
        }
        return transcript;
    }

    /** Returns the lines of a whole and unbroken transcript; empty when it is none. */
    static Optional<List<JsonObject>> read(byte[] content) {
        List<JsonObject> lines = new ArrayList<>();
        String previous = FIRST;
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.endsWith("\n")) {
            return Optional.empty();
        }
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            Optional<JsonObject> object = CanonicalJson.decode(bytes);
            if (object.isEmpty() || !isNext(object.get(), lines, previous)) {
                return Optional.empty();
            }
            previous = Sha256.hex(bytes);
            lines.add(object.get());
        }
        return Optional.of(lines);
    }

    /** Records a step. */
    void append(Step step, Result result, JsonObjectBuilder data) {
        String previous = lines.isEmpty() ? FIRST : Sha256.hex(CanonicalJson.encode(lines.get(lines.size() - 1)));
        JsonObject line = Json.createObjectBuilder()
                .add("seq", lines.size() + 1)
                .add("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .add("step", step.word())
                .add("result", result.word())
                .add("plan", planSha256)
                .add("previous", previous)
                .add("data", data)
                .build();
        List<JsonObject> all = new ArrayList<>(lines);
        all.add(line);
        folder.write(EvidenceFolder.TRANSCRIPT, encode(all));
        lines.add(line);
    }

    /** Returns what the new key signs of all lines so far and of the next one, so that nobody edits them without the key. */
    byte[] seal(JsonObject next) {
        return seal(head(), next);
    }

    /** As {@link #seal(JsonObject)}, of the lines before one that has hash and data. */
    static byte[] seal(String previous, JsonObject next) {
        String data = new String(CanonicalJson.encode(next), StandardCharsets.UTF_8);
        return (SEAL + previous + data).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns whether the key has signed the line of the request and all before it, and the line is about that key and this request.
     */
    static boolean isSealed(List<JsonObject> lines, PublicKey key, byte[] request) {
        return find(lines, Step.REQUEST, Result.DONE)
                .filter(line -> {
                    JsonObject data = line.getJsonObject("data");
                    JsonObject sealed =
                            Json.createObjectBuilder(data).remove("seal").build();
                    return data.getString("sha256", "").equals(Sha256.hex(request))
                            && data.getString("publicKeySha256", "").equals(Sha256.hex(key.getEncoded()))
                            && EvidenceManifest.verifies(
                                    key, seal(line.getString("previous"), sealed), data.getString("seal", ""));
                })
                .isPresent();
    }

    private String head() {
        return lines.isEmpty() ? FIRST : Sha256.hex(CanonicalJson.encode(lines.get(lines.size() - 1)));
    }

    boolean has(Step step, Result result) {
        return find(lines, step, result).isPresent();
    }

    List<JsonObject> lines() {
        return List.copyOf(lines);
    }

    /** Returns the last line of a step with that result. */
    static Optional<JsonObject> find(List<JsonObject> lines, Step step, Result result) {
        return lines.stream()
                .filter(line -> line.getString("step").equals(step.word())
                        && line.getString("result").equals(result.word()))
                .reduce((first, second) -> second);
    }

    private void requireContinuable() {
        JsonObject last = lines.get(lines.size() - 1);
        if (!last.getString("plan").equals(planSha256)) {
            throw rejected(
                    CeremonyRejectedException.Kind.POLICY,
                    Text.message(
                            "transcript.other-plan",
                            Map.of("folder", folder.path(), "begun", last.getString("plan"), "plan", planSha256)),
                    Text.message("transcript.other-plan-remedy"));
        }
        if (last.getString("result").equals(Result.FAILED.word())) {
            throw rejected(
                    CeremonyRejectedException.Kind.POLICY,
                    Text.message("transcript.failed", Map.of("folder", folder.path())),
                    Text.message("transcript.failed-remedy"));
        }
        Instant then = Instant.parse(last.getString("time"));
        if (clock.instant().isBefore(then)) {
            throw rejected(
                    CeremonyRejectedException.Kind.MACHINE,
                    Text.message("transcript.clock-back", Map.of("now", clock.instant(), "then", then)),
                    Text.message("transcript.clock-back-remedy"));
        }
    }

    private static byte[] encode(List<JsonObject> lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonObject line : lines) {
            all.writeBytes(CanonicalJson.encode(line));
            all.write('\n');
        }
        return all.toByteArray();
    }

    /** Returns the rejection of a folder whose transcript is not as this ceremony has written it. */
    static CeremonyRejectedException edited(EvidenceFolder folder) {
        return rejected(
                CeremonyRejectedException.Kind.POLICY,
                Text.message("transcript.edited", Map.of("folder", folder.path())),
                Text.message("transcript.edited-remedy"));
    }

    /** Returns whether the line follows the others: its number, its time, its plan, and the hash of the one before. */
    private static boolean isNext(JsonObject line, List<JsonObject> before, String previous) {
        try {
            boolean first = before.isEmpty();
            JsonObject last = first ? line : before.get(before.size() - 1);
            return line.getInt("seq") == before.size() + 1
                    && line.getString("previous").equals(previous)
                    && line.getString("plan").equals(last.getString("plan"))
                    && !Instant.parse(line.getString("time")).isBefore(Instant.parse(last.getString("time")))
                    && line.getJsonObject("data") != null
                    && !line.getString("step").isEmpty()
                    && !line.getString("result").isEmpty();
        } catch (ClassCastException | NullPointerException | DateTimeException notOurs) {
            return false;
        }
    }

    private static CeremonyRejectedException rejected(CeremonyRejectedException.Kind kind, Text detail, Text remedy) {
        return new CeremonyRejectedException(kind, detail, remedy);
    }
}
