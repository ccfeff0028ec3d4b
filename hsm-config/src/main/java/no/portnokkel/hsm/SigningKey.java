package no.portnokkel.hsm;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

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
     * Signs in the HSM, and verifies the signature in software unless the module is known to do so itself: the profile says.
     * Waits at most {@code portnokkel.hsm.sign-timeout} for a device that is being connected or whose queue is full; an
     * outage on the way is bridged when the device comes back within that time.
     *
     * <p>On {@link no.portnokkel.hsm.connection.AbandonableExecutor} the module is called by this thread, which saves a
     * step to another and back; a call that hangs begins the whole task anew after two thirds of that time.
     *
     * @param data what is to be signed, not its hash
     * @return the signature, as long as the key's modulus
     * @throws HsmException any {@link HsmFault}; whether waiting can help says
     *     {@link HsmFault#isTransient()}
     */
    byte[] sign(byte[] data, SignatureAlgorithm algorithm);

    /**
     * Looks at a signature of {@link #sign} that somebody has refused: verifies it in software with the leaf. If it is wrong,
     * the login that made it is thrown away, so that the next signature comes from another one.
     *
     * @param data what was signed
     * @param age how long ago it was handed out: a login that began later has not made it
     * @return whether it is wrong; if not, nothing has changed
     * @throws HsmException when the leaf is not known, and cannot be read just now
     */
    boolean reportInvalidSignature(byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age);
}
