package no.portnokkel.blackbox.page;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The texts of the pages in one language, from the message catalogue. */
record Texts(Properties messages) {
    private static final Path CATALOGUE = Path.of("../hsm-config/src/main/resources/no/portnokkel/message");

    static Texts in(String language) {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(CATALOGUE.resolve("messages_" + language + ".properties"))) {
            messages.load(reader);
            return new Texts(messages);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String of(String key) {
        return messages.getProperty("page." + key);
    }
}
