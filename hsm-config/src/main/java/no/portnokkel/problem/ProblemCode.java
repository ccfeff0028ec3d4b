package no.portnokkel.problem;

import static no.portnokkel.problem.Owner.API_OWNER;
import static no.portnokkel.problem.Owner.DEVELOPER;
import static no.portnokkel.problem.Owner.DIGDIR;
import static no.portnokkel.problem.Owner.OPERATOR;
import static no.portnokkel.problem.Owner.SECURITY_OFFICER;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All problem codes. Users and scripts rely on them: codes are added, never renamed or given another meaning.
 *
 * <p>A status of 0 means that the code is only listed and never the answer to a request.
 */
public enum ProblemCode {
    CONFIGURATION_INVALID(503, OPERATOR),
    CONFIGURATION_UNKNOWN_KEY(503, OPERATOR),
    CREDENTIALS_MIXED(503, OPERATOR),
    ENVIRONMENT_RETIRED(503, OPERATOR),
    HSM_MODULE_MISSING(503, OPERATOR),
    HSM_TOKEN_NOT_FOUND(503, OPERATOR),
    HSM_UNAVAILABLE(503, OPERATOR),
    HSM_BUSY(503, OPERATOR),
    HSM_FAILED(503, OPERATOR),
    HSM_PROFILE_NOT_ALLOWED(503, SECURITY_OFFICER),
    HSM_KEY_NOT_FOUND(503, SECURITY_OFFICER),
    HSM_KEY_AMBIGUOUS(503, SECURITY_OFFICER),
    HSM_KEY_UNUSABLE(503, SECURITY_OFFICER),
    KEY_CERTIFICATE_MISMATCH(503, SECURITY_OFFICER),
    KEY_EXPORTABLE(503, SECURITY_OFFICER),
    KEY_STOPPED(503, SECURITY_OFFICER),
    KEY_CHANGE_REVERTED(0, SECURITY_OFFICER),
    HSM_PIN_FILE_UNSAFE(503, SECURITY_OFFICER),
    HSM_PIN_MISSING(503, SECURITY_OFFICER),
    HSM_PIN_REFUSED(503, SECURITY_OFFICER),
    HSM_PIN_LOCKED(503, SECURITY_OFFICER),
    HSM_PIN_FINAL_TRY(503, SECURITY_OFFICER),
    CERTIFICATE_EXPIRES_SOON(0, SECURITY_OFFICER),
    CERTIFICATE_ISSUER_UNKNOWN(0, SECURITY_OFFICER),
    REGISTERED_KEY_EXPIRES_SOON(0, SECURITY_OFFICER),
    CERTIFICATE_EXPIRED(503, SECURITY_OFFICER),
    CERTIFICATE_NOT_YET_VALID(503, SECURITY_OFFICER),
    CERTIFICATE_WRONG_CLASS(503, SECURITY_OFFICER),
    CERTIFICATE_WRONG_ORGANISATION(503, SECURITY_OFFICER),
    CERTIFICATE_WRONG_USAGE(503, SECURITY_OFFICER),
    CERTIFICATE_INCOMPLETE_CHAIN(503, SECURITY_OFFICER),
    CLOCK_SKEW(0, OPERATOR),
    METADATA_DIFFERS(0, OPERATOR),
    NODE_GONE(0, OPERATOR),
    NODE_LAGS(0, OPERATOR),
    NODE_DIFFERS(0, OPERATOR),
    NODE_CLOCK(0, OPERATOR),
    NODE_NAME_AMBIGUOUS(0, OPERATOR),
    ENVIRONMENT_NOT_CONFIRMED(0, OPERATOR),
    CHOICE_NOT_STORED(0, OPERATOR),
    EMERGENCY_CHANGE(0, OPERATOR),
    BREAK_GLASS_LOGIN(0, SECURITY_OFFICER),
    SWITCH_REVERTED(0, OPERATOR),
    DATABASE_UNAVAILABLE(503, OPERATOR),
    AUDIT_NOT_WRITTEN(0, OPERATOR),
    AUDIT_NOT_SIGNED(0, OPERATOR),
    AUDIT_RESTORED(0, SECURITY_OFFICER),
    MASKINPORTEN_UNREACHABLE(503, OPERATOR),
    MASKINPORTEN_UNAVAILABLE(503, OPERATOR),
    MASKINPORTEN_ANSWER_INVALID(502, DIGDIR),
    MASKINPORTEN_REFUSED(502, OPERATOR),
    REQUEST_INVALID(422, DEVELOPER),
    REQUEST_NOT_ALLOWED(403, OPERATOR),
    CONSENT_OTHER_ORGANISATION(422, DEVELOPER),
    API_REFUSED(502, API_OWNER),
    SWITCH_NEEDS_OTHER_PERSON(403, OPERATOR),
    SWITCH_CONFLICT(409, OPERATOR),
    SWITCH_DRY_RUN_FAILED(502, OPERATOR),
    NOT_SIGNED_IN(401, null),
    ROLE_MISSING(403, null),
    CROSS_SITE_REFUSED(403, null),
    NOT_BUILT(404, null),
    NOT_FOUND(404, null),
    STOPPING(503, null),
    INTERNAL_ERROR(500, null);

    private final int status;
    private final @Nullable Owner owner;

    ProblemCode(int status, @Nullable Owner owner) {
        this.status = status;
        this.owner = owner;
    }

    /** Returns the code that users and scripts see, for example {@code hsm-pin-refused}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the HTTP status of an answer with this code; 0 when no answer has it. */
    public int status() {
        return status;
    }

    /** Returns the person who usually fixes it; empty when nobody needs to act. */
    public Optional<Owner> owner() {
        return Optional.ofNullable(owner);
    }

    /** Returns whether this is an outage that ends without action. All others need action by a person. */
    public boolean passesByItself() {
        return switch (this) {
            case HSM_UNAVAILABLE, HSM_BUSY, MASKINPORTEN_UNREACHABLE, MASKINPORTEN_UNAVAILABLE, STOPPING -> true;
            default -> false;
        };
    }

    /** Returns a few words without a full stop. */
    public Text title() {
        return Text.message(word() + ".title");
    }
}
