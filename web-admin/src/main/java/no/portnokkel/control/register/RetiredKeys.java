package no.portnokkel.control.register;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Stream;
import no.portnokkel.control.register.KeyRegister.Device;
import no.portnokkel.hsm.register.RegisterDifference;
import no.portnokkel.hsm.register.RegisterEntry.State;

/**
 * Keys that were in a register once and are no longer on their device. They stay in the stored registers.
 *
 * @param entries as the device showed them last, with the state {@code retired} and the day
 * @param unseen what is known of devices that were not read, or not whole: it may still be there
 */
record RetiredKeys(List<JsonObject> entries, List<JsonObject> unseen) {
    static final RetiredKeys NONE = new RetiredKeys(List.of(), List.of());

    private static final String STATE = "state";

    /**
     * Returns the keys that are retired now.
     *
     * @param before the register that was stored last, with those that were retired until then
     * @param after what the devices show
     * @param present the devices that were read as a whole: a key of another one may still be there
     */
    static RetiredKeys between(JsonArray before, JsonArray after, List<Device> present, LocalDate day) {
        List<JsonObject> removed = RegisterDifference.between(before, after).removed();
        return new RetiredKeys(
                removed.stream()
                        .filter(entry -> isRetired(entry) || (isKey(entry) && isOf(present, entry)))
                        .map(entry -> isRetired(entry) ? entry : retired(entry, day))
                        .toList(),
                removed.stream()
                        .filter(entry -> !isRetired(entry) && !isOf(present, entry))
                        .toList());
    }

    private static boolean isRetired(JsonObject entry) {
        return entry.getString(STATE).equals(State.RETIRED.word());
    }

    private static boolean isKey(JsonObject entry) {
        return Stream.of(State.AUTHORITY, State.CERTIFICATE_ONLY)
                .noneMatch(state -> state.word().equals(entry.getString(STATE)));
    }

    private static boolean isOf(List<Device> present, JsonObject entry) {
        return present.stream().map(Device::source).anyMatch(entry.getString("source")::equals);
    }

    private static JsonObject retired(JsonObject entry, LocalDate day) {
        return Json.createObjectBuilder(entry)
                .add(STATE, State.RETIRED.word())
                .add("retiredOn", day.toString())
                .remove("daysLeft")
                .build();
    }

    JsonArray addedTo(JsonArray register) {
        return Stream.of(register.getValuesAs(JsonObject.class), entries, unseen)
                .flatMap(List::stream)
                .collect(toArray());
    }

    /** Returns a stored register without its retired keys. */
    static JsonArray without(JsonArray register) {
        return register.getValuesAs(JsonObject.class).stream()
                .filter(entry -> !isRetired(entry))
                .collect(toArray());
    }

    private static Collector<JsonValue, JsonArrayBuilder, JsonArray> toArray() {
        return Collector.of(
                Json::createArrayBuilder, JsonArrayBuilder::add, JsonArrayBuilder::addAll, JsonArrayBuilder::build);
    }
}
