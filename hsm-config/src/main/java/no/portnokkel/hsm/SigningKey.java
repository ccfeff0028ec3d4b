package no.portnokkel.hsm;

import java.security.cert.X509Certificate;
import java.util.List;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;

/**
 * A key that stays in the HSM, by its label. A handle: it costs nothing, stays valid over outages, and may be asked for
 * before the HSM is up. Safe for any number of threads. Never takes or returns null.
 */
public interface SigningKey {
    String label();

    /**
     * Returns the certificates that are stored beside the key, leaf first. At the first call of a generation the key
     * signs a probe, which is verified with the leaf in software.
     *
     * @throws HsmException as {@link #sign} does
     */
    List<X509Certificate> chain();

    /**
     * Signs in the HSM. Waits at most {@code portnokkel.hsm.sign-timeout} for a device that is being connected or whose
     * queue is full; an outage on the way is bridged when the device comes back within that time. On
     * {@link no.portnokkel.hsm.recovery.calls.ExpendableThreads} the module is called by this thread, which saves a step to
     * another; a call that hangs then begins the whole task anew, after two thirds of that time.
     *
     * @param data what is to be signed, not its hash
     * @return the signature, as long as the key's modulus
     * @throws HsmException any {@link HsmFault}; whether waiting can help says
     *     {@link HsmFault#healsItself()}
     */
    byte[] sign(byte[] data, SignatureAlgorithm algorithm);
}
