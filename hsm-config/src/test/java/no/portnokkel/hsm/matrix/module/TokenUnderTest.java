package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import no.portnokkel.hsm.settings.HsmSettings;

/**
 * A token with the key {@code seal}, and the operations of scenarios. An operation that the module does not support
 * throws {@link NotSupportedByModule}.
 */
public interface TokenUnderTest extends AutoCloseable {
    /** Why there is no power to cut. */
    String NO_DEVICE = "it is a library on files without a device behind it";

    String label();

    /** Returns its module, which is not loaded yet. */
    Path library();

    Path pinFile();

    /**
     * Returns the settings of an application.
     *
     * @param module the token's own, or one that forwards to it
     */
    HsmSettings settings(Path module, Path dataDir);

    /** Returns the SunPKCS11 configuration that other code in this process would use. */
    String foreignConfiguration();

    /** Returns whether a login sees later changes of the token. */
    default boolean showsLiveChanges() {
        return true;
    }

    /** Requires that a login sees later changes of the token. */
    default void requireLiveView() {
        if (!showsLiveChanges()) {
            throw new NotSupportedByModule("it reads its store once; the next generation uses the new certificate");
        }
    }

    /** Changes the PIN with the module's own tools. */
    void changePin(String next);

    /** Creates the token again under its label, with another key {@code seal}. */
    void initialiseAnew();

    /** Creates another token. */
    void addOtherToken();

    /** Creates another token with the same label; returns an action that removes it. */
    Runnable addTokenWithSameLabel();

    /** Requires that a server can provide this token over a socket. */
    default void requireNetworkAccess() {}

    /** Cuts the power of the device without closing connections. */
    default void cutPower() {
        throw new NotSupportedByModule(NO_DEVICE);
    }

    default void restorePower() {
        throw new NotSupportedByModule(NO_DEVICE);
    }

    /** Restarts the broker between module and device; the device keeps running. */
    default void restartBroker() {
        throw new NotSupportedByModule(NO_DEVICE);
    }

    /** Tries wrong PINs until the token is locked. */
    default void lockPin() {
        throw new NotSupportedByModule("it accepts any number of wrong PINs");
    }

    /** Unlocks the PIN, as a security officer does. */
    default void unlockPin() {
        throw new NotSupportedByModule("it accepts any number of wrong PINs");
    }

    /** Replaces the key in another process or login, as an officer does. */
    default X509Certificate replaceKey() {
        return keyMaker().replaceKey();
    }

    /** Replaces the certificate of the key, likewise. */
    default X509Certificate replaceCertificate() {
        return keyMaker().replaceCertificate();
    }

    /** Adds another key, likewise. */
    default X509Certificate addKey(String keyLabel) {
        return keyMaker().makeKey(keyLabel);
    }

    private KeyMaker keyMaker() {
        return new KeyMaker(settings(library(), pinFile().resolveSibling("officer")));
    }

    @Override
    default void close() {}
}
