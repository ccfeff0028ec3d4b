package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;

/** A kind of module that stories are played on. */
public interface HsmUnderTest {
    /** The head of its column in the table. */
    String name();

    /** The module in its own words, with its version. */
    String description();

    /**
     * Makes a token with one key, {@code seal}.
     *
     * @param directory of this story alone
     */
    TokenUnderTest token(Path directory, String label);
}
