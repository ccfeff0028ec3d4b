package no.portnokkel.blackbox;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Converts a properties file to JVM options, for servers that cannot read such a file. */
final class SystemProperties {
    private SystemProperties() {}

    static List<String> options(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream()
                .sorted()
                .map(name -> "-D" + name + "=" + properties.getProperty(name))
                .toList();
    }
}
