package no.portnokkel.hsm.pin;

import java.nio.file.Files;
import java.util.Optional;

/**
 * What happened to PINs in this process, by token and by version of the PIN source; holds no PIN. It avoids the slow
 * hash for known PINs, and tells which PIN a person has provided since start. Call it in {@link RefusedPinStore#withLock} only;
 * a login that hung, and lost the lock, may still tell its answer.
 */
public final class PinHistory {
    private final String first;
    private volatile Optional<Known> accepted = Optional.empty();
    private volatile Optional<Known> refused = Optional.empty();
    private volatile Optional<Presented> unanswered = Optional.empty();

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

    /** A PIN is about to be presented. */
    public void present(String token, String version) {
        unanswered = Optional.of(new Presented(token, version));
    }

    /** The token has answered. */
    public void answered() {
        unanswered = Optional.empty();
    }

    /** Returns whether a login with this PIN hangs: who provided it has not decided about another try. */
    public boolean isUnanswered(String token, String version) {
        return unanswered.equals(Optional.of(new Presented(token, version)));
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

    private record Presented(String token, String version) {}
}
