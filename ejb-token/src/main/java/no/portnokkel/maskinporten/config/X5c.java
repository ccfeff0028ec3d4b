package no.portnokkel.maskinporten.config;

/** What the {@code x5c} header of a grant carries. The root is never sent: Maskinporten has its own. */
public enum X5c {
    /** Leaf and intermediates, as Digdir documents it. */
    CHAIN,
    /** The leaf alone, as several clients in production do. */
    LEAF
}
