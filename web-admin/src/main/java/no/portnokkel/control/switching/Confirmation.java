package no.portnokkel.control.switching;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.switching.Switch.Difference;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.runtime.EffectiveSettings;
import no.portnokkel.runtime.StoredChoice.Digests;

/**
 * The confirmation of everything in effect: the settings of an environment, and the users with their roles and passwords.
 *
 * @param environment the environment in use
 * @param state what is confirmed; of a password only a fingerprint
 * @param proposedBy the first person, with the roles at the proposal; none in confirmations of earlier releases
 * @param expiresAt a proposal can be approved before this time
 * @param decision the second person; empty while it is open
 */
public record Confirmation(
        UUID id,
        String environment,
        EffectiveSettings state,
        Person proposedBy,
        Instant proposedAt,
        Instant expiresAt,
        Optional<Decision> decision) {

    /** Returns a confirmation that is open for some time from now. */
    static Confirmation proposed(
            UUID id, String environment, EffectiveSettings state, Person proposer, Instant now, Duration lifetime) {
        return new Confirmation(id, environment, state, proposer, now, now.plus(lifetime), Optional.empty());
    }

    /** Returns the record of what a person did about it. */
    AuditRecord recordOf(Actor actor, Act act) {
        return AuditRecord.by(actor, act, "confirmation " + id).to(environment).about(state.digest());
    }

    /** Returns the same confirmation with its decision. */
    Confirmation decidedBy(Person approver, Instant at) {
        return new Confirmation(
                id, environment, state, proposedBy, proposedAt, expiresAt, Optional.of(new Decision(approver, at)));
    }

    /** Returns whether both confirm the same state. */
    boolean isOfSameState(Confirmation other) {
        return state.digest().equals(other.state.digest());
    }

    /** Returns the decision of the same two persons over a state that follows from the confirmed one, to be signed anew. */
    Confirmation carriedOver(UUID newId, EffectiveSettings following) {
        return new Confirmation(newId, environment, following, proposedBy, proposedAt, expiresAt, decision);
    }

    /**
     * Returns the text that is signed in the HSM when it is proposed, and again when it is approved.
     *
     * @param sequence greater than that of all earlier confirmations; 0 while it is open
     */
    String signedText(long sequence) {
        return String.join(
                "\n",
                "confirmation",
                Long.toString(sequence),
                id.toString(),
                environment,
                state.digest(),
                proposedBy.signedText(),
                decision.map(made -> made.by().signedText()).orElse(""),
                decision.map(Decision::at).map(Instant::toString).orElse(""));
    }

    /**
     * What differs from the confirmed state.
     *
     * @param environment in use; {@code ""} if there is none
     * @param confirmed whether two persons ever confirmed it
     * @param difference empty if everything in effect is confirmed
     * @param proposal an open proposal to confirm exactly this
     */
    public record Overview(
            String environment, boolean confirmed, List<Difference> difference, Optional<Confirmation> proposal) {}

    /**
     * The last confirmation of an environment.
     *
     * @param isKnown whether the database was read and the signature verified, or there is none
     * @param confirmation empty if nobody has confirmed anything with a valid signature
     */
    record Last(String environment, boolean isKnown, Optional<Confirmation> confirmation) {
        Optional<EffectiveSettings> state() {
            return confirmation.map(Confirmation::state);
        }

        /** @param inEffect what is configured now */
        Digests digests(EffectiveSettings inEffect) {
            return new Digests(inEffect.digest(), state().map(EffectiveSettings::digest));
        }
    }
}
