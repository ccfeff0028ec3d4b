package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;

/** A kind of module that scenarios run on. */
public interface HsmUnderTest {
    /** Returns the heading of its column in the table. */
    String name();

    /** Returns the module's own description with its version. */
    String description();

    /**
     * Creates a token with one key, {@code seal}.
     *
     * @param directory used by this scenario only
     */
    TokenUnderTest token(Path directory, String label);
}
