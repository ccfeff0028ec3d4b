package no.portnokkel.testkit.registry;

/** Type of a client (<i>integrasjon</i>). It cannot be changed after creation. */
public enum IntegrationType {
    /** For machines, without a user. */
    MASKINPORTEN,
    /** For users who log in; Maskinporten refuses such clients (MP-201). */
    IDPORTEN
}
