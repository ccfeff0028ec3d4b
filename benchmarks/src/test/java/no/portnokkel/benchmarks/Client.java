package no.portnokkel.benchmarks;

/** A way to a token. Safe for any number of threads. */
interface Client extends AutoCloseable {
    /** As the table calls it. */
    String name();

    /**
     * The token that a caller would use now.
     *
     * @throws RuntimeException there is none
     */
    String token();

    /** A new one, with nothing kept that could stand in for it. By one thread. */
    String coldToken();

    @Override
    default void close() {}
}
