package no.portnokkel.blackbox.page;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the pages call things, in one language. */
record Texts(JsonObject texts) {
    static Texts in(String language) {
        Path file = Path.of("../web-admin/src/main/webapp/assets/texts", language + ".json");
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            return new Texts(reader.readObject());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String of(String key) {
        return texts.getString(key);
    }
}
