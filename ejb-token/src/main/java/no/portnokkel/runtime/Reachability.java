package no.portnokkel.runtime;

/** Whether a token endpoint has answered since the start. */
public enum Reachability {
    /** No request was sent to it. */
    UNKNOWN,
    /** It answered the last request. */
    ANSWERED,
    /** No connection could be established, and it has not answered since. */
    FAILED
}
