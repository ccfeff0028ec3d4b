package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this release, which the build writes to a resource. */
public final class ProductVersion {
    /** The Maven version, for example {@code 1.2.0}. */
    public static final String VERSION = read();

    private ProductVersion() {}

    private static String read() {
        Properties release = new Properties();
        try (InputStream file = Objects.requireNonNull(
                ProductVersion.class.getResourceAsStream("release.properties"), "release.properties")) {
            release.load(file);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return release.getProperty("version", "");
    }
}
