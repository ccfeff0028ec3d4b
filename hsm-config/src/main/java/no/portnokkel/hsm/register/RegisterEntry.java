package no.portnokkel.hsm.register;

import jakarta.json.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.certificate.Seid;
import no.portnokkel.problem.Text;

/**
 * A key with its certificate, or a certificate without a key.
 *
 * @param source the device: the label of its token, after the name of the device where it has one
 * @param label the {@code CKA_LABEL} of the certificate, else that of the key; may be empty
 * @param id the {@code CKA_ID} in hexadecimal; may be empty
 * @param type of the key, for example {@code RSA}
 * @param size of the key in bits; empty when the token does not show it
 * @param sensitive {@code CKA_SENSITIVE}; empty for a certificate without a key, and when the token does not show it
 * @param extractable {@code CKA_EXTRACTABLE}; empty as above
 * @param uses where the configuration names the key; empty when there is no configuration to ask
 * @param certificate of an issuer, no placeholder
 */
public record RegisterEntry(
        String source,
        String label,
        String id,
        State state,
        String type,
        Optional<Integer> size,
        Optional<Boolean> sensitive,
        Optional<Boolean> extractable,
        Optional<List<KeyUse>> uses,
        Optional<X509Certificate> certificate) {

    /** What a key or certificate is good for at present. */
    public enum State {
        /** A key that nobody has requested a certificate for: it has a placeholder, or no certificate. */
        GENERATED,
        /** A certificate was requested for the key on this machine. */
        REQUESTED,
        /** A key with a valid certificate that signs nothing at present. */
        CERTIFIED,
        /** A key that is registered at Digdir and signs nothing at present. */
        REGISTERED,
        /** A key that will sign: as the next key, or when the key in use is stopped or its device is away. */
        NEXT,
        /** A key that signs. */
        ACTIVE,
        /** Another key has replaced it. */
        PREVIOUS,
        /** A person has stopped it. */
        STOPPED,
        /** A key that the token no longer has. */
        RETIRED,
        /** A key that signs nothing and whose certificate has expired. */
        EXPIRED,
        /** The certificate of an issuer. */
        AUTHORITY,
        /** A certificate that no key of the token uses. */
        CERTIFICATE_ONLY;

        /** Returns the word that scripts see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns a few words for people. */
        public Text title() {
            return Text.message("register-state." + word());
        }

        /** Returns what has to happen next, and who does it; empty where nothing has to. */
        public Optional<Text> waitsFor() {
            return switch (this) {
                case GENERATED, REQUESTED, CERTIFIED, REGISTERED, NEXT, PREVIOUS, STOPPED, EXPIRED ->
                    Optional.of(Text.message("register-state." + word() + ".waits-for"));
                case ACTIVE, RETIRED, AUTHORITY, CERTIFICATE_ONLY -> Optional.empty();
            };
        }

        /** Returns whether a key has this state, not a certificate without a key. */
        public boolean isOfKey() {
            return this != AUTHORITY && this != CERTIFICATE_ONLY;
        }
    }

    /**
     * Returns the members of one entry; what is not known is left out.
     *
     * @param now by which the days are counted
     */
    public JsonObject json(Instant now) {
        return RegisterJson.object(this, now);
    }

    /** Returns the label; without one the subject of its certificate, or the id. */
    public String name() {
        return label.isEmpty() ? certificate.map(Seid::subject).orElse(id) : label;
    }

    /** Returns whether this is a key, not a certificate alone. */
    public boolean isKey() {
        return state.isOfKey();
    }

    /**
     * Returns whether the key cannot leave the token: sensitive and not extractable. Empty when the token does not show enough to
     * tell.
     */
    public Optional<Boolean> nonExportable() {
        if (sensitive.equals(Optional.of(false)) || extractable.equals(Optional.of(true))) {
            return Optional.of(false);
        }
        return sensitive.isPresent() && extractable.isPresent() ? Optional.of(true) : Optional.empty();
    }

    /** Returns the environments that name the key, in alphabetical order; empty when there is no configuration to ask. */
    public Optional<List<String>> environments() {
        return uses.map(known -> words(known.stream().flatMap(use -> use.environment().stream())));
    }

    /** Returns the additional clients that name the key, as {@code environment/client}. */
    List<String> clients() {
        return words(uses.stream().flatMap(List::stream).flatMap(use -> use.clientName().stream()));
    }

    private static List<String> words(Stream<String> words) {
        return words.distinct().sorted().toList();
    }

    /** Returns when the first registration of the key ends; empty when that is not known. */
    public Optional<Instant> registeredUntil() {
        return uses.stream()
                .flatMap(List::stream)
                .flatMap(use -> use.registeredUntil().stream())
                .min(Instant::compareTo);
    }

    /** Returns the whole days until certificate or registration ends, whichever is first; negative afterwards. */
    public Optional<Long> daysLeft(Instant now) {
        return Stream.concat(
                        certificate.map(present -> present.getNotAfter().toInstant()).stream(),
                        registeredUntil().stream())
                .min(Instant::compareTo)
                .map(end -> Math.floorDiv(
                        Duration.between(now, end).toSeconds(),
                        Duration.ofDays(1).toSeconds()));
    }
}
