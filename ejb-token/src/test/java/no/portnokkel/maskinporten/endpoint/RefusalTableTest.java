package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.forgery.Mutation;
import no.portnokkel.maskinporten.forgery.RawGrant;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digdir's table of errors: the twin refuses a grant for each row; the refusal is classified and explained in both languages. */
class RefusalTableTest {
    private static final Random RANDOM = new Random(13); // which valid grant is changed does not matter here
    private static final TokenRequest PLAIN = TokenRequest.forScope("nav:aap/v1.x");

    private static GrantSubmission maskinporten;

    @BeforeAll
    static void startMaskinporten() {
        maskinporten = new GrantSubmission();
    }

    @AfterAll
    static void stopMaskinporten() {
        maskinporten.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MP-011                         | GrantRefused                | developer            | NEVER
            MP-100                         | ClientRefused               | operator             | NEVER
            MP-110                         | ClientRefused               | operator             | NEVER
            MP-120                         | CertificateRefused          | security-officer     | NEVER
            MP-121                         | RegisteredKeyRefused        | security-officer     | NEVER
            MP-122                         | CertificateRefused          | security-officer     | NEVER
            MP-123                         | GrantRefused                | developer            | NEVER
            MP-124                         | CertificateRefused          | security-officer     | NEW_SIGNATURE
            MP-130                         | TimeRefused                 | operator             | NEW_GRANT
            MP-200                         | ScopeRefused                | operator             | REGISTRATION
            MP-201                         | ScopeRefused                | operator             | NEVER
            MP-250                         | AccessRefused               | api-owner            | NEVER
            MP-251                         | DelegationRefused           | altinn-administrator | NEVER
            MP-301                         | AuthorizationDetailsRefused | developer            | NEVER
            MP-302                         | AuthorizationDetailsRefused | developer            | NEVER
            MP-303                         | AuthorizationDetailsRefused | developer            | NEVER
            Issue time is in the future    | TimeRefused                 | operator             | NEW_GRANT
            too long lifetime              | GrantRefused                | developer            | NEVER
            Unknown key identifier         | RegisteredKeyRefused        | security-officer     | REGISTRATION
            no key identifier (kid)        | RegisteredKeyRefused        | security-officer     | NEVER
            combination consumer_org       | DelegationRefused           | developer            | NEVER
            """)
    void a_refusal_is_classified_and_explained(String expected, String kind, String owner, Retry retry)
            throws IOException {
        Refusal refusal = refused(PLAIN, invalidGrant(expected));

        assertThat(refusal.answer().toString()).contains(expected);
        assertThatIsExplained(refusal, kind, owner, retry);
    }

    @Test
    void an_undocumented_claim_is_explained_as_our_fault() throws IOException {
        Refusal refusal = refused(PLAIN, invalidGrant("Invalid assertion"));

        assertThat(refusal.answer().mp()).isEmpty();
        assertThatIsExplained(refusal, "GrantRefused", "developer", Retry.NEVER);
    }

    @Test
    void after_a_used_grant_a_new_grant_may_be_sent() throws IOException {
        String grant = ValidGrants.any(maskinporten.twin(), RANDOM, GrantFixture.KEY);
        maskinporten.submit(grant, PLAIN);

        Refusal refusal = refused(PLAIN, grant);

        assertThat(refusal.answer().mp()).contains("MP-012");
        assertThatIsExplained(refusal, "TimeRefused", "operator", Retry.NEW_GRANT);
    }

    @ParameterizedTest
    @CsvSource({"AM-1", "AM-11", "AM-12", "AM-13", "AM-14"})
    void a_refused_consent_has_no_error_code_but_is_explained(String altinnCode) throws IOException {
        TokenRequest consented = PLAIN.with(Consent.ofPerson(
                GrantFixture.consent(GrantFixture.BANK, "given"), new NationalIdentityNumber("25922947409")));

        Refusal refusal = refused(consented, invalidGrant(altinnCode + ":"));

        assertThat(refusal.answer().mp()).isEmpty();
        assertThatIsExplained(refusal, "ConsentRefused", "developer", Retry.NEVER);
    }

    private static void assertThatIsExplained(Refusal refusal, String kind, String owner, Retry retry) {
        Problem problem = refusal.problem(Optional.empty());
        assertThat(refusal.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(problem.code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);
        assertThat(problem.responsible().orElseThrow().word()).isEqualTo(owner);
        assertThat(refusal.explanation().retry()).isEqualTo(retry);
        assertThat(refusal.explanation().source()).hasScheme("https");
        assertThat(problem.traceId()).matches("[0-9a-f]{32}");
        assertThat(problem.mp()).isEqualTo(refusal.answer().mp().orElse(null));
        assertThat(problem.detail().no())
                .startsWith(refusal.explanation().cause().no())
                .contains(refusal.answer().toString())
                .isNotEqualTo(problem.detail().en());
        assertThat(problem.detail().en())
                .startsWith(refusal.explanation().cause().en());
        assertThat(problem.remedy().no())
                .isNotBlank()
                .isNotEqualTo(problem.remedy().en());
        assertThat(problem.remedy().en()).isNotBlank();
    }

    /** Returns a valid grant with the first change that leads to this refusal. */
    private static String invalidGrant(String expected) {
        Mutation mutation = Mutation.forbidden().stream()
                .filter(any -> any.expected().contains(expected))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No mutation leads to " + expected));
        RawGrant valid = Stream.generate(() -> RawGrant.of(
                        ValidGrants.any(maskinporten.twin(), RANDOM, ValidGrants.UNSIGNED), GrantFixture.KEY))
                .filter(mutation.fits())
                .findFirst()
                .orElseThrow();
        return mutation.applyTo(valid, RANDOM);
    }

    private static Refusal refused(TokenRequest request, String grant) throws IOException {
        return ((TokenResponse.Refused) maskinporten.submit(grant, request)).refusal();
    }
}
