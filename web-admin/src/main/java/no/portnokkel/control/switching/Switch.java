package no.portnokkel.control.switching;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EffectiveSettings;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A switch to another environment: a proposal, or a decided one.
 *
 * @param from environment in use at the proposal; empty when none was chosen
 * @param to target environment
 * @param record what the proposer wrote about it
 * @param isEmergency whether one person decided it at once
 * @param proposedBy with the roles at the proposal; none in switches of earlier releases
 * @param expiresAt the proposal can be approved before this time
 * @param difference settings that the switch changes, as of the proposal
 * @param decision who approved or withdrew it; empty while it is open, and when it expired
 * @param problem why the last dry run failed, or why the switch was rolled back; empty when nothing has failed
 * @param firstGrant whether its first grant has succeeded; empty before the approval
 * @param review of an emergency change; empty while nobody has reviewed it, and for other switches
 */
public record Switch(
        UUID id,
        Optional<String> from,
        String to,
        ChangeRecord record,
        boolean isEmergency,
        Person proposedBy,
        Instant proposedAt,
        Instant expiresAt,
        List<Difference> difference,
        State state,
        Optional<Decision> decision,
        Optional<Problem> problem,
        Optional<FirstGrant> firstGrant,
        Optional<Review> review) {

    /** Returns SHA-256 of the difference as canonical JSON (RFC 8785): what all deciders see; lower-case hexadecimal. */
    public String digest() {
        return Difference.digest(difference);
    }

    /** Returns the record of what a person did about it. */
    AuditRecord recordOf(Actor actor, Act act) {
        return AuditRecord.by(actor, act, "switch " + id)
                .change(from, to)
                .because(record.reason())
                .about(digest());
    }

    /**
     * Returns the text that is signed in the HSM when it is proposed: what an approver sees, and what the approval binds.
     *
     * @param binding digest of the settings, the users and the choice at the time of the proposal
     */
    String signedText(String binding) {
        Map<String, String> values = new HashMap<>();
        values.put("id", id.toString());
        from.ifPresent(environment -> values.put("from", environment));
        values.put("to", to);
        record.texts().forEach((name, text) -> values.put("record." + name, text));
        values.put("emergency", Boolean.toString(isEmergency));
        values.put("proposed-by", proposedBy.signedText());
        values.put("expires-at", expiresAt.toString());
        values.put("digest", binding);
        difference.forEach(line -> {
            line.from().ifPresent(before -> values.put("difference.from." + line.what(), before));
            line.to().ifPresent(after -> values.put("difference.to." + line.what(), after));
        });
        return "switch\n" + new EffectiveSettings(values).digest();
    }

    /**
     * The approval or withdrawal of a proposal.
     *
     * @param by the person who decided, with the roles at the decision; none in decisions of earlier releases
     */
    public record Decision(Person by, Instant at) {}

    /**
     * The review of an emergency change by another person.
     *
     * @param by the person who reviewed it, with the roles at the review; none in reviews of earlier releases
     * @param note what that person found
     */
    public record Review(Person by, Instant at, String note) {
        /** Returns the text that is signed in the HSM, so that nobody reviews by writing to the database. */
        String signedText(UUID id) {
            return String.join("\n", "review", id.toString(), by.signedText(), at.toString(), note);
        }
    }

    /**
     * One setting that differs between the source and the target environment of a switch.
     *
     * @param what name of the setting, for example {@code client-id}
     * @param from value in the source; empty when it is not set or unknown
     * @param to value in the target; empty when it is not set or unknown
     */
    public record Difference(String what, Optional<String> from, Optional<String> to) {
        /** Returns the digest of the array of objects with {@code what}, {@code from} and {@code to}; lower-case hexadecimal. */
        static String digest(List<Difference> lines) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            for (Difference line : lines) {
                JsonObjectBuilder object = Json.createObjectBuilder().add("what", line.what);
                line.from.ifPresent(before -> object.add("from", before));
                line.to.ifPresent(after -> object.add("to", after));
                array.add(object);
            }
            try {
                byte[] canonical = new JsonCanonicalizer(array.build().toString()).getEncodedUTF8();
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
            } catch (IOException malformed) {
                throw new UncheckedIOException("a JSON array that was just written", malformed);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java has SHA-256", impossible);
            }
        }

        /** Returns the settings that differ, in the order of {@code target}. */
        static List<Difference> between(EffectiveSettings source, EffectiveSettings target) {
            Set<String> names = new LinkedHashSet<>(target.values().keySet());
            names.addAll(source.values().keySet());
            return names.stream()
                    .map(name -> new Difference(
                            name,
                            Optional.ofNullable(source.values().get(name)),
                            Optional.ofNullable(target.values().get(name))))
                    .filter(line -> !line.from().equals(line.to()))
                    .toList();
        }
    }

    /** State of a switch. */
    public enum State {
        /** Open: waits for approval. */
        PROPOSED,
        /** Approved and executed. A later switch does not change this state. */
        ACTIVE,
        /** Withdrawn before an approval. */
        WITHDRAWN,
        /** Not approved in time. */
        EXPIRED,
        /** Executed, and rolled back since the first grant was refused. */
        REVERTED;

        /** Returns the code that scripts see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of the first grant after a switch. */
    public enum FirstGrant {
        /** It has not succeeded yet. The switch is rolled back if it is refused until the time is over. */
        AWAITED,
        /** It succeeded. */
        SUCCEEDED,
        /** A later switch was executed before it succeeded. */
        SUPERSEDED,
        /** It was refused, and there is no environment to go back to. */
        REFUSED;

        /** Returns the code that scripts see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A requirement on the approver, beyond the role operator or security-officer. */
    public enum ApprovalRequirement {
        /** The approver is not the proposer. */
        OTHER_PERSON,
        /** The approver holds a role that the proposer lacks: source or target is of class production. */
        OTHER_ROLE;

        /** Returns the code that scripts see, for example {@code other-person}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
