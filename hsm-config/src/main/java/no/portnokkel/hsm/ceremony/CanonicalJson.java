package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

/** JSON that has one encoding only (RFC 8785), so that no byte of it can change unnoticed. */
final class CanonicalJson {
    private CanonicalJson() {}

    static byte[] encode(JsonObject object) {
        try {
            return new JsonCanonicalizer(object.toString()).getEncodedUTF8();
        } catch (IOException impossible) { // it was JSON before
            throw new IllegalStateException("A JSON object has no canonical form.", impossible);
        }
    }

    /** Returns the object; empty when the bytes are not the encoding of one. */
    static Optional<JsonObject> decode(byte[] bytes) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            JsonObject object = reader.readObject();
            return Arrays.equals(encode(object), bytes) ? Optional.of(object) : Optional.empty();
        } catch (
                RuntimeException notJson) { // the parser throws different ones, for example for what is nested too deep
            return Optional.empty();
        }
    }
}
