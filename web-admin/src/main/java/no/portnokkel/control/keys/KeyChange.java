package no.portnokkel.control.keys;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.audit.AuditRecord;
import no.portnokkel.control.switching.Switch.Decision;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EffectiveSettings;

/**
 * A change of the key that a client signs with: a proposal, or a decided one.
 *
 * @param client name of a further client; empty for the environment's own
 * @param key that is activated, stopped, restored, or may take over
 * @param from the key in use at the proposal
 * @param certificate SHA-256 of the certificate beside the key at the proposal, lower-case hex; empty when it is stopped
 * @param reason in the proposer's words
 * @param proposedBy with the roles at the proposal
 * @param expiresAt the proposal can be approved before this time
 * @param decision who approved or withdrew it; for a stop who stopped the key; empty while it is open, and when it expired
 * @param canary the canary grants so far
 * @param activatedAt when it took effect; empty before
 * @param problem why the canary grants were refused, or are not made yet; empty when nothing has failed
 */
public record KeyChange(
        UUID id,
        String environment,
        Optional<String> client,
        Action action,
        ClientKey key,
        ClientKey from,
        Optional<String> certificate,
        String reason,
        Person proposedBy,
        Instant proposedAt,
        Instant expiresAt,
        State state,
        Optional<Decision> decision,
        Canary canary,
        Optional<Instant> activatedAt,
        Optional<Problem> problem) {

    /** Returns the client as it is named in {@link KeyChoices}. */
    public String clientName() {
        return KeyChoices.nameOf(environment, client);
    }

    /** Returns the record of what a person did about it. */
    AuditRecord recordOf(Actor actor, Act act) {
        return described(AuditRecord.by(actor, act, "key change " + id)).because(reason);
    }

    /** Returns the record of what the product did about it. */
    AuditRecord recordOf(Act act) {
        return described(AuditRecord.byProduct(act, "key change " + id));
    }

    private AuditRecord described(AuditRecord of) {
        String after = clientName() + ": " + text(key);
        return action == Action.ACTIVATE
                ? of.change(Optional.of(clientName() + ": " + text(from)), after)
                : of.to(after);
    }

    private static String text(ClientKey key) {
        return key.label() + key.kid().map(kid -> " (kid " + kid + ")").orElse("");
    }

    /**
     * Returns the text that is signed in the HSM when it is proposed: what an approver sees, and what the approval binds.
     *
     * @param binding digest of the settings, users and keys in effect at the time of the proposal
     */
    String signedText(String binding) {
        Map<String, String> values = new TreeMap<>();
        values.put("id", id.toString());
        values.put("client", clientName());
        values.put("action", action.word());
        values.put("key", text(key));
        values.put("from", text(from));
        certificate.ifPresent(sha256 -> values.put("certificate", sha256));
        values.put("reason", reason);
        values.put("proposed-by", proposedBy.signedText());
        values.put("expires-at", expiresAt.toString());
        values.put("digest", binding);
        return "key-change\n" + new EffectiveSettings(values).digest();
    }

    /** Returns the text that is signed in the HSM when it is approved, so that nobody approves by writing to the database. */
    static String decisionText(UUID id, Decision decision) {
        return String.join(
                "\n",
                "key-change approved",
                id.toString(),
                decision.by().signedText(),
                decision.at().toString());
    }

    /** What is done with the key. */
    public enum Action {
        /** New grants use it. */
        ACTIVATE,
        /** It may take over when the key in use is stopped. */
        STANDBY,
        /** Nothing is signed with it any more. */
        STOP,
        /** It is no longer stopped. */
        RESTORE;

        /** Returns the word that scripts see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** State of a change. */
    public enum State {
        /** Open: waits for approval. */
        PROPOSED,
        /** Approved: canary grants are being made; nothing has changed yet. */
        APPROVED,
        /** Carried out. A later change does not change this state. */
        ACTIVE,
        /** Withdrawn before an approval. */
        WITHDRAWN,
        /** Not approved in time. */
        EXPIRED,
        /** The canary grants were refused: nothing has changed. */
        FAILED,
        /** Carried out, and taken back since grants of the new key were refused. */
        REVERTED;

        /** Returns the code that scripts see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Canary grants: real grants with the new key on the same client, whose tokens nobody uses.
     *
     * @param granted since the last refusal
     * @param refused in all
     * @param checkedAt when the last one was answered; empty before the first
     */
    public record Canary(int granted, int refused, Optional<Instant> checkedAt) {
        static final Canary NONE = new Canary(0, 0, Optional.empty());

        Canary withGranted(Instant at) {
            return new Canary(granted + 1, refused, Optional.of(at));
        }

        Canary withRefused(Instant at) {
            return new Canary(0, refused + 1, Optional.of(at));
        }

        /** Neither granted nor refused: Maskinporten or the HSM was out of reach. */
        Canary withoutAnswer(Instant at) {
            return new Canary(granted, refused, Optional.of(at));
        }
    }
}
