package no.portnokkel.maskinporten.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Optional;
import no.portnokkel.maskinporten.refusal.Refusal.AccessRefused;
import no.portnokkel.maskinporten.refusal.Refusal.CertificateRefused;
import no.portnokkel.maskinporten.refusal.Refusal.ClientRefused;
import no.portnokkel.maskinporten.refusal.Refusal.ConsentRefused;
import no.portnokkel.maskinporten.refusal.Refusal.DelegationRefused;
import no.portnokkel.maskinporten.refusal.Refusal.GrantRefused;
import no.portnokkel.maskinporten.refusal.Refusal.RegisteredKeyRefused;
import no.portnokkel.maskinporten.refusal.Refusal.ScopeRefused;
import no.portnokkel.maskinporten.refusal.Refusal.TimeRefused;
import no.portnokkel.maskinporten.refusal.Refusal.UnknownRefusal;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static Refusal refusal(String error, String description) {
        return Refusal.of(ErrorAnswer.of(400, error, Optional.of(description), Optional.empty()), false);
    }

    private static Refusal refusal(String error, String description, String uri) {
        return Refusal.of(ErrorAnswer.of(400, error, Optional.of(description), Optional.of(uri)), false);
    }

    @Test
    void an_expired_key_is_recognized_by_its_code_as_seen_in_production_in_2025() {
        Refusal refusal = refusal(
                "invalid_grant",
                "Invalid assertion. Client authentication failed. Expired key. (trace_id: 356666143081bbec11d293753e9702ca)",
                "https://maskinporten.no/errors/MP-121");

        assertThat(refusal).isInstanceOf(RegisteredKeyRefused.class);
        assertThat(refusal.answer().mp()).contains("MP-121");
        assertThat(refusal.answer().traceId()).contains("356666143081bbec11d293753e9702ca");
        assertThat(refusal.explanation().owner()).isEqualTo(Owner.SECURITY_OFFICER);
        assertThat(refusal.explanation().retry()).isEqualTo(Retry.NEVER);
    }

    @Test
    void answers_of_an_older_platform_without_a_code_are_recognized_by_their_description() {
        assertThat(refusal(
                        "forbidden",
                        "Consumer has not been granted access to the scope folkeregister:deling/offentligutenhjemmel."
                                + " (correlation id: 2d4f0000-aaaa-bbbb-cccc-000000000000)"))
                .isInstanceOf(AccessRefused.class)
                .extracting(refusal -> refusal.answer().traceId())
                .isEqualTo(Optional.of("2d4f0000-aaaa-bbbb-cccc-000000000000"));
        assertThat(
                        refusal(
                                "forbidden",
                                "Consumer 958935420 has not delegated access to the scope folkeregister:deling to supplier 920204368."))
                .isInstanceOf(DelegationRefused.class);
        assertThat(refusal(
                        "invalid_grant",
                        "Invalid assertion. Client authentication failed. Unknown key identifier (kid) for client."))
                .isInstanceOf(RegisteredKeyRefused.class)
                .extracting(refusal -> refusal.explanation().retry())
                .isEqualTo(Retry.REGISTRATION);
        assertThat(refusal("invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT signature."))
                .isInstanceOf(CertificateRefused.class);
        assertThat(refusal("invalid_grant", "Issue time is after now")).isInstanceOf(TimeRefused.class);
        assertThat(refusal("invalid_grant", "Issue time is in the future.")).isInstanceOf(TimeRefused.class);
        assertThat(refusal(
                        "invalid_scope",
                        "Token request contains scopes with integration types only allowed for user login"))
                .isInstanceOf(ScopeRefused.class);
    }

    @Test
    void the_last_matching_phrase_counts() {
        assertThat(refusal("invalid_grant", "Invalid assertion. Client authentication failed."))
                .isInstanceOf(ClientRefused.class);
        assertThat(refusal("invalid_grant", "Invalid assertion. Client authentication failed. JWT is expired."))
                .isInstanceOf(TimeRefused.class);
        assertThat(refusal("invalid_request", "Invalid assertion. Unrecognised claim: colour"))
                .isInstanceOf(GrantRefused.class);
    }

    @Test
    void a_known_code_wins_over_the_description_and_an_unknown_code_does_not() {
        assertThat(refusal("invalid_grant", "Expired key", "https://test.maskinporten.no/errors/MP-200"))
                .isInstanceOf(ScopeRefused.class);
        Refusal renumbered = refusal("invalid_grant", "Expired key", "https://test.maskinporten.no/errors/MP-921");
        assertThat(renumbered).isInstanceOf(RegisteredKeyRefused.class);
        assertThat(renumbered.answer().mp()).contains("MP-921");
    }

    @Test
    void an_unknown_refusal_keeps_maskinportens_description() {
        Refusal refusal = refusal("invalid_weather", "It rains in Leikanger", "https://maskinporten.no/errors/MP-999");
        Problem problem = refusal.problem(Optional.empty());

        assertThat(refusal).isInstanceOf(UnknownRefusal.class);
        assertThat(problem.detail().en())
                .contains("It rains in Leikanger")
                .contains("MP-999")
                .contains("does not know this refusal");
        assertThat(problem.detail().no()).contains("kjenner ikke");
        assertThat(problem.mp()).isEqualTo("MP-999");
    }

    @Test
    void an_unknown_refusal_of_a_grant_with_a_consent_is_a_consent_refusal() {
        for (String description : new String[] {"Consent is revoked", "Invalid assertion. Consent is not accepted"}) {
            ErrorAnswer answer = ErrorAnswer.of(400, "invalid_request", Optional.of(description), Optional.empty());
            assertThat(Refusal.of(answer, true)).isInstanceOf(ConsentRefused.class);
        }
        ErrorAnswer scope = ErrorAnswer.of(
                400,
                "invalid_scope",
                Optional.of("Token request contains invalid scopes for client, a:b"),
                Optional.empty());
        assertThat(Refusal.of(scope, true)).isInstanceOf(ScopeRefused.class);
    }

    @Test
    void identity_numbers_tokens_and_line_breaks_are_removed() {
        String jwt = "eyJhbGciOiJSUzI1NiJ9." + "a".repeat(200) + "." + "b".repeat(683);
        Refusal refusal =
                refusal("invalid_request", "from 25922947409\r\nWARNING forged line " + jwt + "x ".repeat(2000));

        assertThat(refusal.answer().toString())
                .doesNotContain("25922947409", "\n", "\r", "aaaa", "bbbb")
                .hasSizeLessThan(700);
    }

    @Test
    void an_observation_follows_the_cause() {
        Problem problem = refusal("invalid_grant", "JWT is expired")
                .problem(Optional.of(text("Klokken her går 14 s etter.", "The clock here is 14 s behind.")));

        assertThat(problem.detail().en()).contains(" The clock here is 14 s behind. Maskinporten answered: 400 ");
        assertThat(problem.detail().no()).contains(" Klokken her går 14 s etter. Maskinporten svarte: 400 ");
    }

    @Test
    void a_refusal_can_be_serialized_with_the_exception_that_carries_it() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(refusal("invalid_scope", "Token request contains invalid scopes for client"));
        }
    }

    private static Text text(String norwegian, String english) {
        return new Text(norwegian, english);
    }
}
