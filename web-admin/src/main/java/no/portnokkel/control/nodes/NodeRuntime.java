package no.portnokkel.control.nodes;

import java.util.Optional;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/** What a node reports about the running server. */
public interface NodeRuntime {
    /** Returns the environment in use. */
    EnvironmentChoice active();

    /** Returns whether grants with a stopped key that were under way have ended. */
    boolean isSettled();

    /** Returns whether callers get tokens and the control room has no problem. */
    boolean isReady();

    /** Returns the state of the HSM of the environment in use; empty if there is none. */
    Optional<String> hsmState();

    /**
     * Returns the digests of the settings and users in effect, and of those that two persons confirmed. May read the database.
     *
     * @return empty while the database or the HSM is unavailable
     */
    Optional<Digests> digests();
}
