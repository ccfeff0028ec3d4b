package no.portnokkel.control.switching;

import java.util.Optional;
import java.util.SortedSet;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
import no.portnokkel.runtime.StoredChoice.Digests;

/** What a switch needs from the running server. */
public interface EnvironmentRuntime {
    /**
     * Checks that a switch may be approved through this node.
     *
     * @throws ProblemException {@code switch-conflict} when its clock, its release or its settings forbid it
     */
    void requireFitToSwitch();

    /**
     * Checks that a confirmation of settings and users may be approved through this node.
     *
     * @throws ProblemException {@code switch-conflict} when its clock or its release forbids it
     */
    void requireFitToConfirm();

    /** Returns the environment in use, and the keys that its clients use. */
    EnvironmentChoice active();

    /**
     * Makes every deployment on this server use another environment.
     *
     * @param choice made by {@link #signed}
     */
    void activate(StoredChoice choice);

    /**
     * Signs a choice in the HSM. Stores nothing.
     *
     * @param choice of a configured environment, of a version that is at least that of {@link #active()}
     * @throws ProblemException when the HSM does not sign
     */
    StoredChoice signed(EnvironmentChoice choice, Digests digests);

    /**
     * Signs a text in the HSM with the key of the environment's own client.
     *
     * @throws ProblemException when the HSM does not sign
     */
    String sign(String environment, String text);

    /**
     * Signs a text in the HSM with the key that the environment's own client uses after these decisions.
     *
     * @throws ProblemException when the HSM does not sign
     */
    String sign(String environment, KeyChoices keys, String text);

    /** Returns whether a stored choice had no valid signature and was not followed, and two persons have not decided since. */
    boolean isStoredChoiceRejected();

    /** Two persons have decided: a rejected choice need not be reported any more. */
    void clearRejection();

    /** Verifies a signature of {@link #sign}. Does not wait for the HSM. */
    Verdict verify(String environment, String text, String signature);

    /**
     * Fetches a token in that environment and discards it. Takes at most {@code portnokkel.tokens.wait}.
     *
     * @throws no.portnokkel.maskinporten.TokenException when no token could be fetched
     */
    void dryRun(String environment);

    /**
     * Fetches a token with a key that a client need not use yet, and discards it. Takes at most {@code portnokkel.tokens.wait}.
     *
     * @param client name of a further client; empty for the environment's own
     * @throws no.portnokkel.maskinporten.TokenException when no token could be fetched
     */
    void dryRun(String environment, Optional<String> client, ClientKey key);

    /** Makes every deployment on this server stop using a key at once, whether the HSM signs that or not. */
    void stop(DeviceKey key);

    /** Returns the keys that are stopped on this server, and by no choice that was made since. */
    SortedSet<DeviceKey> ownStops();

    /**
     * Waits until this server neither signs nor sends a grant with a stopped key.
     *
     * @return false when that took too long
     */
    boolean awaitNoGrantWith(DeviceKey key);

    /**
     * Reads the certificate of the environment's own client from the HSM. May take as long as one signature.
     *
     * @return SHA-256 of the certificate, lower-case hex; empty while the HSM is unavailable
     */
    Optional<String> certificate(String environment);

    /**
     * Reads the certificate of a key of the environment's HSM. May take as long as one signature.
     *
     * @throws ProblemException when the HSM has no such key, or is unavailable
     */
    CertificateInfo certificate(String environment, String label);
}
