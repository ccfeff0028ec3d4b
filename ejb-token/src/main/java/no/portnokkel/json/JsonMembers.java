package no.portnokkel.json;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.UntrustedText;

/** Builds a JSON object. Empty values are left out; there are no nulls. Invisible characters of texts are shown escaped. */
public final class JsonMembers {
    private final JsonObjectBuilder object = Json.createObjectBuilder();

    public JsonMembers put(String name, String value) {
        object.add(name, UntrustedText.escaped(value));
        return this;
    }

    public JsonMembers put(String name, Optional<?> value) {
        value.ifPresent(present -> object.add(name, UntrustedText.escaped(present.toString())));
        return this;
    }

    public JsonMembers put(String name, long value) {
        object.add(name, value);
        return this;
    }

    public JsonMembers put(String name, boolean value) {
        object.add(name, value);
        return this;
    }

    public JsonMembers put(String name, JsonValue value) {
        object.add(name, value);
        return this;
    }

    public JsonMembers putObject(String name, Optional<JsonObject> value) {
        value.ifPresent(present -> object.add(name, present));
        return this;
    }

    /** Adds an object of JSON types: maps, lists, strings, numbers, booleans. Its texts must be fit for display. */
    public JsonMembers put(String name, Map<String, Object> values) {
        object.add(name, Json.createObjectBuilder(values));
        return this;
    }

    public JsonObject object() {
        return object.build();
    }

    public static JsonArray texts(Collection<String> texts) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        texts.forEach(text -> array.add(UntrustedText.escaped(text)));
        return array.build();
    }

    public static JsonArray array(Collection<JsonObject> objects) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        objects.forEach(array::add);
        return array.build();
    }
}
