package no.portnokkel.hsm.pkcs11;

import no.portnokkel.problem.Text;

/** Told each step on the way to the HSM that went well, so that a doctor sees exactly what the application does. */
@FunctionalInterface
public interface ConnectListener {
    /** For those who only want the result. */
    ConnectListener UNWATCHED = (check, finding) -> {};

    /**
     * One step went well.
     *
     * @param finding what was found, in one sentence without a secret
     */
    void passed(ConnectionCheck check, Text finding);
}
