package no.portnokkel.hsm.pkcs11;

import no.portnokkel.problem.Text;

/**
 * Receives each successful step of a connection attempt, so that {@code doctor} shows exactly what the application
 * does.
 */
@FunctionalInterface
public interface ConnectListener {
    /** Ignores all steps. */
    ConnectListener NONE = (check, finding) -> {};

    /**
     * Called when a step has succeeded.
     *
     * @param finding what was found, in one sentence without a secret
     */
    void passed(ConnectionCheck check, Text finding);
}
