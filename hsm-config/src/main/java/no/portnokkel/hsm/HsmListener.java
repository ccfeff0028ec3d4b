package no.portnokkel.hsm;

import no.portnokkel.hsm.fault.HsmFault;

/** Is told about the connection to one HSM. Called while the connection is locked: must return at once and must not throw. */
public interface HsmListener {
    /** Ignores everything. */
    HsmListener NONE = new HsmListener() {
        @Override
        public void connected(int generation) {}

        @Override
        public void disconnected(HsmFault why) {}
    };

    /**
     * The HSM is connected, for the first time or again.
     *
     * @param generation number of the connection, from 1
     */
    void connected(int generation);

    /** The connection was lost or could not be established. Called once for each cause, not for each attempt. */
    void disconnected(HsmFault why);
}
