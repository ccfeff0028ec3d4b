package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An HSM whose signatures are invalid although its own check passes, so that Maskinporten detects it first. */
@ResourceLock("softhsm2") // one SoftHSM store per process
@Tag("one-jdk")
class WrongSignatureTest extends TwoTwinsFixture {
    private static final TokenRequest BENEFITS = TokenRequest.forScope("nav:aap");

    private FaultShim shim;

    @BeforeEach
    void insert_a_fault_shim() {
        shim = FaultShim.before(hsm, dataDir);
        bank.with("hsm.library", shim.module().toString());
    }

    @Test
    void an_invalid_signature_costs_one_refused_grant_and_fails_no_caller() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            makeSignaturesInvalid("old ");

            assertThat(portnokkel.tokens().get(BENEFITS)).isNotNull();

            List<ReceivedGrant> later = FIRST.twin().grants().stream()
                    .filter(grant -> "nav:aap".equals(grant.claims().get("scope")))
                    .toList();
            assertThat(later).extracting(ReceivedGrant::accepted).containsExactlyInAnyOrder(false, true);
            assertThat(later)
                    .extracting(ReceivedGrant::code)
                    .containsExactlyInAnyOrder(Optional.of("MP-124"), Optional.empty());
            assertThat(later).extracting(grant -> grant.claims().get("jti")).doesNotHaveDuplicates();
            assertThat(portnokkel.hsm().map(HsmStatus::generation)).contains(2);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }

    @Test
    void while_all_signatures_are_invalid_the_hsm_is_reported_and_one_grant_is_spent() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            makeSignaturesInvalid("");

            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(BENEFITS))
                    .satisfies(late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.HSM_UNAVAILABLE));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
        }
    }

    @Test
    void a_valid_signature_that_is_refused_costs_one_grant_and_no_new_connection() {
        FIRST.twin().faults().always(ScriptedAnswer.refusal("MP-124"));
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo("MP-124"));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
            assertThat(portnokkel.hsm().map(HsmStatus::generation)).contains(1);
        }
    }

    /** @param whose {@code old } for module copies that are already loaded; empty for all */
    private void makeSignaturesInvalid(String whose) {
        shim.says(whose + "C_Sign wrong", whose + "C_SignFinal wrong");
    }
}
