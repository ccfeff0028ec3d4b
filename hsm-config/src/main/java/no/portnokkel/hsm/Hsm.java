package no.portnokkel.hsm;

import java.util.function.Consumer;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;

/**
 * One HSM. Stays the same object while the device comes and goes. Thread safe.
 *
 * <p>Several of them may use one token, in one process or in several, if they share a {@code data-dir}.
 */
public interface Hsm extends AutoCloseable {
    /**
     * Returns a handle to a key. Does not call the device.
     *
     * @param label the {@code CKA_LABEL} of the key's certificate
     */
    SigningKey key(String label);

    /**
     * Returns a handle to a key that is used only while the token says that it is non-exportable: sensitive, and not
     * extractable. Otherwise {@link SigningKey#chain} and {@link SigningKey#sign} throw {@link KeyFault.Exportable}, and of a
     * keystore file always {@link KeystoreFault.NotAllowed}.
     *
     * @param label as for {@link #key}
     */
    SigningKey nonExportableKey(String label);

    /**
     * Returns a handle to a key that signs checkpoints of the audit: on the curve P-256, by {@link
     * no.portnokkel.hsm.settings.SignatureAlgorithm#ES256}, and used only while the token says that it is non-exportable. Keys of
     * {@link #key} and {@link #nonExportableKey} are RSA keys: each refuses the other's with {@link KeyFault.NotUsable}. A keystore
     * file has no such key.
     *
     * @param label as for {@link #key}
     */
    SigningKey checkpointKey(String label);

    /** Returns the last known state. Does not call the device. */
    HsmStatus status();

    /**
     * Looks in the background whether the token has other certificates for the keys in use, as it does every five minutes anyway:
     * for a caller whose certificate is wrong and may have been replaced.
     */
    void checkCertificates();

    /**
     * Lists all keys and certificates in the background, through the present connection: costs no login and holds up no signature.
     *
     * @param receiver gets the objects on another thread; not called when the listing fails
     * @return false while there is no connection, and while another listing is running: nothing was begun
     */
    boolean listObjects(Consumer<TokenObjects> receiver);

    /** Returns whether a person has to type the PIN, since no PIN file is configured. */
    boolean isUnlockedInteractively();

    /**
     * Logs in with a typed PIN and returns when the login has ended. Returns at once, without reading the PIN, if the device
     * is ready. A PIN that is not accepted is wiped and not tried again.
     *
     * @param pin closed by this method
     * @throws HsmException why there is no login
     * @throws IllegalStateException a PIN file is configured: see {@link #isUnlockedInteractively()}
     */
    void unlock(Pin pin);

    /** Logs out and stops connecting. Keys of this HSM throw a fault from now on. */
    @Override
    void close();
}
