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
 * Every code that users and their scripts may rely on. Codes are added, never renamed or given another meaning.
 *
 * <p>A status of 0 means that the code is only ever listed, and never the answer to a request.
 */
public enum ProblemCode {
    CONFIGURATION_INVALID(503, OPERATOR, "Konfigurasjonen er feil", "The configuration is wrong"),
    CONFIGURATION_UNKNOWN_KEY(503, OPERATOR, "Ukjent konfigurasjonsnøkkel", "Unknown configuration key"),
    CREDENTIALS_MIXED(
            503,
            OPERATOR,
            "En klients verdier kommer fra ulike kilder",
            "One client's values come from several sources"),
    ENVIRONMENT_RETIRED(503, OPERATOR, "Miljøet er lagt ned", "The environment is retired"),
    HSM_MODULE_MISSING(503, OPERATOR, "PKCS#11-modulen mangler", "The PKCS#11 module is missing"),
    HSM_TOKEN_NOT_FOUND(503, OPERATOR, "HSM-tokenet finnes ikke", "The HSM token was not found"),
    HSM_UNAVAILABLE(503, OPERATOR, "HSM-en svarer ikke", "The HSM does not answer"),
    HSM_BUSY(503, OPERATOR, "HSM-en er opptatt", "The HSM is busy"),
    HSM_FAILED(503, OPERATOR, "HSM-en kan ikke brukes før omstart", "The HSM cannot be used before a restart"),
    HSM_KEY_NOT_FOUND(503, SECURITY_OFFICER, "Nøkkelen finnes ikke i HSM-en", "The key is not in the HSM"),
    HSM_KEY_AMBIGUOUS(503, SECURITY_OFFICER, "Flere nøkler har samme navn", "Several keys have the same label"),
    KEY_CERTIFICATE_MISMATCH(
            503, SECURITY_OFFICER, "Sertifikatet hører ikke til nøkkelen", "The certificate does not fit the key"),
    KEY_EXPORTABLE(503, SECURITY_OFFICER, "Nøkkelen kan forlate HSM-en", "The key can leave the HSM"),
    HSM_PIN_FILE_UNSAFE(503, SECURITY_OFFICER, "PIN-filen kan leses av andre", "Others can read the PIN file"),
    HSM_PIN_MISSING(503, SECURITY_OFFICER, "PIN mangler", "The PIN is missing"),
    HSM_PIN_REFUSED(503, SECURITY_OFFICER, "HSM-en avviste PIN-en", "The HSM refused the PIN"),
    HSM_PIN_LOCKED(503, SECURITY_OFFICER, "PIN-en er sperret", "The PIN is locked"),
    HSM_PIN_FINAL_TRY(503, SECURITY_OFFICER, "Ett PIN-forsøk igjen", "One PIN attempt is left"),
    CERTIFICATE_EXPIRES_SOON(0, SECURITY_OFFICER, "Sertifikatet utløper snart", "The certificate expires soon"),
    REGISTERED_KEY_EXPIRES_SOON(
            0, SECURITY_OFFICER, "Den registrerte nøkkelen utløper snart", "The registered key expires soon"),
    CERTIFICATE_EXPIRED(503, SECURITY_OFFICER, "Sertifikatet er utløpt", "The certificate has expired"),
    CERTIFICATE_NOT_YET_VALID(
            503, SECURITY_OFFICER, "Sertifikatet er ikke gyldig ennå", "The certificate is not yet valid"),
    CERTIFICATE_WRONG_CLASS(
            503, SECURITY_OFFICER, "Sertifikatet er for et annet miljø", "The certificate is for another environment"),
    CERTIFICATE_WRONG_ORGANISATION(
            503,
            SECURITY_OFFICER,
            "Sertifikatet tilhører en annen virksomhet",
            "The certificate belongs to another organisation"),
    CERTIFICATE_WRONG_USAGE(
            503, SECURITY_OFFICER, "Sertifikatet kan ikke brukes til signering", "The certificate is not for signing"),
    CERTIFICATE_INCOMPLETE_CHAIN(
            503, SECURITY_OFFICER, "Sertifikatkjeden er ufullstendig", "The certificate chain is incomplete"),
    CLOCK_SKEW(0, OPERATOR, "Klokken går feil", "The clock is wrong"),
    METADATA_DIFFERS(
            0,
            OPERATOR,
            "Maskinportens metadata er annerledes enn oppsettet",
            "Maskinporten's metadata differs from the configuration"),
    MASKINPORTEN_UNREACHABLE(503, OPERATOR, "Maskinporten kan ikke nås", "Maskinporten cannot be reached"),
    MASKINPORTEN_UNAVAILABLE(503, OPERATOR, "Maskinporten er ute av drift", "Maskinporten is out of order"),
    MASKINPORTEN_ANSWER_INVALID(502, DIGDIR, "Uventet svar fra Maskinporten", "Unexpected answer from Maskinporten"),
    MASKINPORTEN_REFUSED(502, OPERATOR, "Maskinporten avviste forespørselen", "Maskinporten refused the request"),
    REQUEST_INVALID(422, DEVELOPER, "Forespørselen er feil", "The request is wrong"),
    CONSENT_OTHER_ORGANISATION(
            422, DEVELOPER, "Samtykket gjelder en annen virksomhet", "The consent is for another organisation"),
    API_REFUSED(502, API_OWNER, "API-et avviste tokenet", "The API refused the token"),
    SWITCH_NEEDS_OTHER_PERSON(403, OPERATOR, "En annen person må godkjenne", "Another person must approve"),
    SWITCH_CONFLICT(409, OPERATOR, "Miljøbyttet er ikke lenger gyldig", "The switch is no longer valid"),
    SWITCH_DRY_RUN_FAILED(502, OPERATOR, "Prøvebyttet mislyktes", "The dry run of the switch failed"),
    NOT_SIGNED_IN(401, null, "Ikke pålogget", "Not signed in"),
    ROLE_MISSING(403, null, "Rollen mangler", "The role is missing"),
    CROSS_SITE_REFUSED(403, null, "Forespørselen kom fra et annet nettsted", "The request came from another site"),
    NOT_BUILT(404, null, "Ikke bygget ennå", "Not built yet"),
    NOT_FOUND(404, null, "Finnes ikke", "Not found"),
    INTERNAL_ERROR(500, null, "Intern feil", "Internal error");

    private final int status;
    private final @Nullable Owner owner;
    private final Text title;

    ProblemCode(int status, @Nullable Owner owner, String no, String en) {
        this.status = status;
        this.owner = owner;
        this.title = new Text(no, en);
    }

    /** The code as users and scripts see it, for example {@code hsm-pin-refused}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status of an answer with this code; 0 when it is never an answer. */
    public int status() {
        return status;
    }

    /** Who usually mends it; empty where nobody has to. */
    public Optional<Owner> owner() {
        return Optional.ofNullable(owner);
    }

    /** Whether it is an outage that ends without anybody's doing; all others wait for a person. */
    public boolean passesByItself() {
        return switch (this) {
            case HSM_UNAVAILABLE, HSM_BUSY, MASKINPORTEN_UNREACHABLE, MASKINPORTEN_UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** A few words without a full stop. */
    public Text title() {
        return title;
    }
}
