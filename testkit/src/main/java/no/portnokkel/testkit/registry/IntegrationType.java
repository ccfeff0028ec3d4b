package no.portnokkel.testkit.registry;

/** For what a client was made; it can never be changed. */
public enum IntegrationType {
    /** Machines, without a user. */
    MASKINPORTEN,
    /** Users who log in; Maskinporten refuses such clients (MP-201). */
    IDPORTEN
}
