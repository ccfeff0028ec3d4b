package no.portnokkel.benchmarks;

/** A client that provides tokens. Thread-safe. */
interface Client extends AutoCloseable {
    /** Returns the name for the table. */
    String name();

    /**
     * Returns a usable token.
     *
     * @throws RuntimeException if there is none
     */
    String token();

    /** Fetches a new token without using a cached one. Called by one thread. */
    String coldToken();

    /**
     * Fetches the token of a person who has none yet. Called by many threads.
     *
     * @param person different for each call
     */
    String tokenOfPerson(int person);

    @Override
    default void close() {}
}
