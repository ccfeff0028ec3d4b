package no.portnokkel.hsm.register;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has changed between two registers. A key is the same one while its device shows it with the same {@code CKA_ID}, and a
 * certificate without a key is the same one by its SHA-256. Days left are not compared: they change each day.
 *
 * @param added entries of the later register only
 * @param removed entries of the earlier register only
 * @param changed one object for each entry that differs: {@code {source, label, id, members:{NAME:{before?, after?}}}}
 */
public record RegisterDifference(List<JsonObject> added, List<JsonObject> removed, List<JsonObject> changed) {
    private static final List<String> IDENTIFYING = List.of("source", "label", "id");
    private static final Set<String> NOT_COMPARED = Set.of("daysLeft");

    /**
     * Compares two registers.
     *
     * @param before as {@link Register#json()} returned it
     * @throws IllegalArgumentException it is not what {@link Register#json()} returns
     */
    public static RegisterDifference between(JsonArray before, JsonArray after) {
        Map<String, JsonObject> earlier = byIdentity(before);
        Map<String, JsonObject> later = byIdentity(after);
        return new RegisterDifference(
                onlyIn(later, earlier),
                onlyIn(earlier, later),
                later.entrySet().stream()
                        .flatMap(entry -> Stream.ofNullable(earlier.get(entry.getKey()))
                                .flatMap(old -> changes(old, entry.getValue()).stream()))
                        .toList());
    }

    private static List<JsonObject> onlyIn(Map<String, JsonObject> one, Map<String, JsonObject> other) {
        return one.entrySet().stream()
                .filter(entry -> !other.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<String, JsonObject> byIdentity(JsonArray register) {
        Map<String, JsonObject> entries = new LinkedHashMap<>();
        for (JsonValue value : register) {
            JsonObject entry = requireEntry(value);
            String identity = identity(entry);
            String name = identity;
            for (int namesake = 2; entries.containsKey(name); namesake++) {
                name = identity + " " + namesake;
            }
            entries.put(name, entry);
        }
        return entries;
    }

    private static JsonObject requireEntry(JsonValue value) {
        boolean complete = value instanceof JsonObject entry
                && Stream.concat(IDENTIFYING.stream(), Stream.of("state"))
                        .allMatch(name -> entry.get(name) instanceof JsonString);
        if (!complete) {
            throw new IllegalArgumentException("An entry of a register has source, label, id and state.");
        }
        return value.asJsonObject();
    }

    private static String identity(JsonObject entry) {
        String state = entry.getString("state");
        boolean isCertificate = state.equals(RegisterEntry.State.AUTHORITY.word())
                || state.equals(RegisterEntry.State.CERTIFICATE_ONLY.word());
        String id = entry.getString("id");
        String own = isCertificate ? "certificate " + sha256(entry) : "key " + id;
        return entry.getString("source") + " " + own + (id.isEmpty() ? " " + entry.getString("label") : "");
    }

    private static String sha256(JsonObject entry) {
        return entry.get("certificate") instanceof JsonObject certificate ? certificate.getString("sha256", "") : "";
    }

    private static Optional<JsonObject> changes(JsonObject before, JsonObject after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeAll(NOT_COMPARED);
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        JsonObjectBuilder members = Json.createObjectBuilder();
        names.forEach(name -> members.add(name, change(before.get(name), after.get(name))));
        JsonObjectBuilder change = Json.createObjectBuilder();
        IDENTIFYING.forEach(name -> change.add(name, after.getString(name)));
        return Optional.of(change.add("members", members).build());
    }

    private static JsonObjectBuilder change(@Nullable JsonValue before, @Nullable JsonValue after) {
        JsonObjectBuilder change = Json.createObjectBuilder();
        Optional.ofNullable(before).ifPresent(value -> change.add("before", value));
        Optional.ofNullable(after).ifPresent(value -> change.add("after", value));
        return change;
    }

    /** Returns whether both registers say the same. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** Returns {@code {added, removed, changed}}. */
    public JsonObjectBuilder json() {
        return Json.createObjectBuilder()
                .add("added", Json.createArrayBuilder(added))
                .add("removed", Json.createArrayBuilder(removed))
                .add("changed", Json.createArrayBuilder(changed));
    }
}
