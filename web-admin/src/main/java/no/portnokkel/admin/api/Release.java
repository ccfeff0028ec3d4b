package no.portnokkel.admin.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which release this is, as the build wrote it down. */
final class Release {
    static final String VERSION = read();

    private Release() {}

    private static String read() {
        Properties release = new Properties();
        try (InputStream file =
                Objects.requireNonNull(Release.class.getResourceAsStream("release.properties"), "release.properties")) {
            release.load(file);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return release.getProperty("version", "");
    }
}
