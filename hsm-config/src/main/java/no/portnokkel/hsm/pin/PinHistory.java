package no.portnokkel.hsm.pin;

import java.nio.file.Files;
import java.util.Optional;

/**
 * What happened to PINs in this process, by token and by version of the PIN source; holds no PIN. It avoids the slow
 * hash for known PINs, and tells which PIN a person has provided since start. Call it in {@link RefusedPinStore#withLock} only.
 */
public final class PinHistory {
    private final String first;
    private Optional<Known> accepted = Optional.empty();
    private Optional<Known> refused = Optional.empty();

    /**
     * Starts recording.
     *
     * @param first the current version of the source
     */
    public PinHistory(String first) {
        this.first = first;
    }

    /** Returns whether this PIN was provided after recording started. */
    public boolean isNew(String version) {
        return !version.equals(first);
    }

    /**
     * Returns the record of a PIN that this token has accepted; {@link RefusedPinRecord#save} restores it before the
     * next login.
     */
    public Optional<RefusedPinRecord> accepted(String token, String version) {
        return find(accepted, token, version);
    }

    /** Returns the record of a PIN that this token has refused, unless somebody has deleted its file. */
    public Optional<RefusedPinRecord> refused(String token, String version) {
        return find(refused, token, version).filter(pinRecord -> Files.exists(pinRecord.file()));
    }

    public void accept(String token, String version, RefusedPinRecord pinRecord) {
        accepted = Optional.of(new Known(token, version, pinRecord));
    }

    public void refuse(String token, String version, RefusedPinRecord pinRecord) {
        refused = Optional.of(new Known(token, version, pinRecord));
        accepted = accepted.filter(known -> !known.is(token, version));
    }

    private static Optional<RefusedPinRecord> find(Optional<Known> known, String token, String version) {
        return known.filter(one -> one.is(token, version)).map(Known::pinRecord);
    }

    private record Known(String token, String version, RefusedPinRecord pinRecord) {
        boolean is(String someToken, String someVersion) {
            return token.equals(someToken) && version.equals(someVersion);
        }
    }
}
