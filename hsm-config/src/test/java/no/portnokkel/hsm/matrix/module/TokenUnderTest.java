package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import no.portnokkel.hsm.HsmSettings;

/** A token with the key {@code seal}, and what people can do to it. What is not to be had of its module ends in {@link NotSupportedByModule}. */
public interface TokenUnderTest extends AutoCloseable {
    /** Why there is no power to cut. */
    String NO_DEVICE = "it is a library on files, without a device of its own behind it";

    String label();

    /** Its module, which nobody has loaded yet. */
    Path library();

    Path pinFile();

    /**
     * Settings of an application.
     *
     * @param module the token's own, or one that leads to it
     */
    HsmSettings settings(Path module, Path dataDir);

    /** The lines by which other code in this process would configure SunPKCS11 for it. */
    String neighbourConfiguration();

    /** Whether a login sees what has changed in the token since. */
    default boolean showsWhatOthersDo() {
        return true;
    }

    /** Likewise, or the story cannot be played. */
    default void requireLiveView() {
        if (!showsWhatOthersDo()) {
            throw new NotSupportedByModule("its module reads its store once, so that the next generation carries it");
        }
    }

    /** With the module's own tools. */
    void changePin(String next);

    /** Makes the token anew under its label, with another key {@code seal}. */
    void initialiseAnew();

    /** Makes another token beside it. */
    void addNeighbour();

    /** Makes another token of the same label, and returns what removes it. */
    Runnable addNamesake();

    /** Whether a server can lend this token over a socket. */
    default void requireLendable() {}

    /** The device behind the module is gone; nobody says good-bye. */
    default void cutPower() {
        throw new NotSupportedByModule(NO_DEVICE);
    }

    default void restorePower() {
        throw new NotSupportedByModule(NO_DEVICE);
    }

    /** What stands between module and device is restarted; the device stays. */
    default void restartBroker() {
        throw new NotSupportedByModule(NO_DEVICE);
    }

    /** Somebody tries wrong PINs until no more are taken. */
    default void lockPin() {
        throw new NotSupportedByModule("it takes any number of wrong PINs");
    }

    /** What a security officer does then. */
    default void unlockPin() {
        throw new NotSupportedByModule("it takes any number of wrong PINs");
    }

    /** By another process or another login, as an officer does. */
    default X509Certificate replaceKey() {
        return keyMaker().replaceKey();
    }

    /** Likewise; the key stays. */
    default X509Certificate replaceCertificate() {
        return keyMaker().replaceCertificate();
    }

    /** Likewise: a key beside {@code seal}. */
    default X509Certificate addKey(String keyLabel) {
        return keyMaker().makeKey(keyLabel);
    }

    private KeyMaker keyMaker() {
        return new KeyMaker(settings(library(), pinFile().resolveSibling("officer")));
    }

    @Override
    default void close() {}
}
