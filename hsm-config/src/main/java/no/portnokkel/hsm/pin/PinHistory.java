package no.portnokkel.hsm.pin;

import java.nio.file.Files;
import java.util.Optional;

/**
 * What has become of a PIN in this process, by the version of its source and the token: no PIN is here. It spares those
 * that are known the slow hash, and tells which one a person has provided while we watched. To be used under the {@link LoginLock}.
 */
public final class PinHistory {
    private final String first;
    private Optional<Known> accepted = Optional.empty();
    private Optional<Known> refused = Optional.empty();

    /**
     * Begins to watch.
     *
     * @param first the version that is there now
     */
    public PinHistory(String first) {
        this.first = first;
    }

    /** Whether it was provided after we began to watch. */
    public boolean isNew(String version) {
        return !version.equals(first);
    }

    /** The note of a PIN that this token has accepted here; {@link RefusedPinRecord#save} puts it back before the next login. */
    public Optional<RefusedPinRecord> accepted(String token, String version) {
        return find(accepted, token, version);
    }

    /** The note of a PIN that this token has refused, unless somebody has deleted it since. */
    public Optional<RefusedPinRecord> refused(String token, String version) {
        return find(refused, token, version).filter(note -> Files.exists(note.file()));
    }

    public void accept(String token, String version, RefusedPinRecord note) {
        accepted = Optional.of(new Known(token, version, note));
    }

    public void refuse(String token, String version, RefusedPinRecord note) {
        refused = Optional.of(new Known(token, version, note));
        accepted = accepted.filter(known -> !known.is(token, version));
    }

    private static Optional<RefusedPinRecord> find(Optional<Known> known, String token, String version) {
        return known.filter(one -> one.is(token, version)).map(Known::note);
    }

    private record Known(String token, String version, RefusedPinRecord note) {
        boolean is(String someToken, String someVersion) {
            return token.equals(someToken) && version.equals(someVersion);
        }
    }
}
