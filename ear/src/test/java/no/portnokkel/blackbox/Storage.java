package no.portnokkel.blackbox;

/** Where the control room stores its switches. */
public enum Storage {
    /** An embedded H2 database in the data directory. */
    EMBEDDED,
    /** PostgreSQL, through a data source of the server that the documentation's snippet configures. */
    POSTGRESQL
}
