package no.portnokkel.runtime.status;

/** What has been seen of a token endpoint since start. */
public enum Reachability {
    /** Nothing was sent to it. */
    UNKNOWN,
    /** It has answered. */
    ANSWERED,
    /** Connecting has failed, and it has not answered since. */
    FAILED
}
