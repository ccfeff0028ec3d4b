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
    private static Refusal said(String error, String description) {
        return Refusal.of(ErrorAnswer.of(400, error, Optional.of(description), Optional.empty()), false);
    }

    private static Refusal said(String error, String description, String uri) {
        return Refusal.of(ErrorAnswer.of(400, error, Optional.of(description), Optional.of(uri)), false);
    }

    @Test
    void an_expired_key_as_production_said_it_in_2025_is_told_by_its_code() {
        Refusal refusal = said(
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
    void what_an_older_platform_said_without_a_code_is_told_by_its_words() {
        assertThat(said(
                        "forbidden",
                        "Consumer has not been granted access to the scope folkeregister:deling/offentligutenhjemmel."
                                + " (correlation id: 2d4f0000-aaaa-bbbb-cccc-000000000000)"))
                .isInstanceOf(AccessRefused.class)
                .extracting(refusal -> refusal.answer().traceId())
                .isEqualTo(Optional.of("2d4f0000-aaaa-bbbb-cccc-000000000000"));
        assertThat(
                        said(
                                "forbidden",
                                "Consumer 958935420 has not delegated access to the scope folkeregister:deling to supplier 920204368."))
                .isInstanceOf(DelegationRefused.class);
        assertThat(said(
                        "invalid_grant",
                        "Invalid assertion. Client authentication failed. Unknown key identifier (kid) for client."))
                .isInstanceOf(RegisteredKeyRefused.class)
                .extracting(refusal -> refusal.explanation().retry())
                .isEqualTo(Retry.REGISTRATION);
        assertThat(said("invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT signature."))
                .isInstanceOf(CertificateRefused.class);
        assertThat(said("invalid_grant", "Issue time is after now")).isInstanceOf(TimeRefused.class);
        assertThat(said("invalid_grant", "Issue time is in the future.")).isInstanceOf(TimeRefused.class);
        assertThat(said(
                        "invalid_scope",
                        "Token request contains scopes with integration types only allowed for user login"))
                .isInstanceOf(ScopeRefused.class);
    }

    @Test
    void the_last_thing_that_is_said_counts() {
        assertThat(said("invalid_grant", "Invalid assertion. Client authentication failed."))
                .isInstanceOf(ClientRefused.class);
        assertThat(said("invalid_grant", "Invalid assertion. Client authentication failed. JWT is expired."))
                .isInstanceOf(TimeRefused.class);
        assertThat(said("invalid_request", "Invalid assertion. Unrecognised claim: colour"))
                .isInstanceOf(GrantRefused.class);
    }

    @Test
    void a_code_wins_over_words_and_a_new_code_leaves_it_to_the_words() {
        assertThat(said("invalid_grant", "Expired key", "https://test.maskinporten.no/errors/MP-200"))
                .isInstanceOf(ScopeRefused.class);
        Refusal renumbered = said("invalid_grant", "Expired key", "https://test.maskinporten.no/errors/MP-921");
        assertThat(renumbered).isInstanceOf(RegisteredKeyRefused.class);
        assertThat(renumbered.answer().mp()).contains("MP-921");
    }

    @Test
    void what_nobody_has_seen_is_unknown_and_kept_in_its_own_words() {
        Refusal refusal = said("invalid_weather", "It rains in Leikanger", "https://maskinporten.no/errors/MP-999");
        Problem problem = refusal.problem(Optional.empty());

        assertThat(refusal).isInstanceOf(UnknownRefusal.class);
        assertThat(problem.detail().en())
                .contains("It rains in Leikanger")
                .contains("MP-999")
                .contains("not known");
        assertThat(problem.detail().no()).contains("kjenner ikke");
        assertThat(problem.mp()).isEqualTo("MP-999");
    }

    @Test
    void an_unknown_refusal_of_a_consent_is_most_likely_about_the_consent() {
        for (String words : new String[] {"Consent is revoked", "Invalid assertion. Consent is not accepted"}) {
            ErrorAnswer answer = ErrorAnswer.of(400, "invalid_request", Optional.of(words), Optional.empty());
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
    void persons_numbers_tokens_and_line_breaks_do_not_come_through() {
        String jwt = "eyJhbGciOiJSUzI1NiJ9." + "a".repeat(200) + "." + "b".repeat(683);
        Refusal refusal = said("invalid_request", "from 25922947409\r\nWARNING forged line " + jwt + "x ".repeat(2000));

        assertThat(refusal.answer().toString())
                .doesNotContain("25922947409", "\n", "\r", "aaaa", "bbbb")
                .hasSizeLessThan(700);
    }

    @Test
    void what_is_known_besides_stands_after_the_cause() {
        Problem problem = said("invalid_grant", "JWT is expired")
                .problem(Optional.of(new Text("Klokken her går 14 s etter.", "The clock here is 14 s behind.")));

        assertThat(problem.detail().en()).contains(" The clock here is 14 s behind. Maskinporten answered: 400 ");
        assertThat(problem.detail().no()).contains(" Klokken her går 14 s etter. Maskinporten svarte: 400 ");
    }

    @Test
    void a_refusal_can_be_serialized_with_the_exception_that_carries_it() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(said("invalid_scope", "Token request contains invalid scopes for client"));
        }
    }
}
