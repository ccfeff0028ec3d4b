package no.portnokkel.hsm;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * A handle to a key in the HSM, by its label. It costs nothing, stays valid over outages, and may be created before the HSM
 * is up. Thread safe. Never takes or returns null.
 */
public interface SigningKey {
    String label();

    /**
     * Returns the certificates of the key, leaf first. The first call of a generation lets the key sign a probe, which is
     * verified with the leaf in software.
     *
     * @throws HsmException as {@link #sign} does
     */
    List<X509Certificate> chain();

    /**
     * Signs in the HSM, and verifies the signature in software unless the vendor profile says that the module does. Waits at
     * most {@code portnokkel.hsm.sign-timeout} for a device that is reconnecting or whose queue is full, and before that for the
     * end of the first attempt to connect, at most 30 s. An outage during the
     * call is not visible if the device is back within that time.
     *
     * <p>A task of {@link AbandonableCalls} calls the module on its own thread. If that call hangs for two thirds of the sign
     * timeout, the whole task restarts.
     *
     * @param data the data to sign, not its hash
     * @param algorithm one for the type of the key
     * @return the signature: of an RSA key as long as its modulus, of ECDSA in DER
     * @throws HsmException any {@link HsmFault}; {@link HsmFault#isTransient()} says whether waiting can help
     */
    byte[] sign(byte[] data, SignatureAlgorithm algorithm);

    /**
     * Verifies a signature of {@link #sign} that somebody has refused, in software with the leaf. If it is wrong, the login
     * that made it is discarded, so that the next signature is from another one.
     *
     * @param data the signed data
     * @param age time since the signature was returned: a login that started later did not make it
     * @return whether the signature is wrong; if it is valid, nothing has changed
     * @throws HsmException the leaf is not known and cannot be read at the moment
     */
    boolean reportInvalidSignature(byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age);
}
