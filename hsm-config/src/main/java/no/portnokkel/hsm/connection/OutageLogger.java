package no.portnokkel.hsm.connection;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import no.portnokkel.hsm.fault.HsmFault;

/**
 * One line when an outage begins or its cause changes, one when it has passed; none for each attempt.
 *
 * @param token for messages
 */
record OutageLogger(String token) {
    private static final System.Logger LOG = System.getLogger(OutageLogger.class.getName());

    void lost(ConnectionState before, HsmFault why) {
        boolean known = before.fault().filter(one -> one.code() == why.code()).isPresent();
        if (!known) {
            LOG.log(WARNING, why.problem().sentence());
        }
    }

    void ready(ConnectionState before, ConnectionState now) {
        String healed = before.fault().isPresent() ? "healed and " : "";
        LOG.log(INFO, "HSM token {0} is {1}ready, generation {2}.", token, healed, now.number());
    }

    void unexpected(RuntimeException failure) {
        LOG.log(ERROR, "An attempt to connect the HSM token " + token + " ended unexpectedly.", failure);
    }
}
