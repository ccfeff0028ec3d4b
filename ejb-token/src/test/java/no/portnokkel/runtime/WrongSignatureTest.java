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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An HSM that signs wrongly behind its own check, so that Maskinporten is the first to see it. */
@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class WrongSignatureTest extends TwoTwinsFixture {
    private static final TokenRequest BENEFITS = TokenRequest.forScope("nav:aap");

    private FaultShim shim;

    @BeforeEach
    void the_module_may_have_bad_days() {
        shim = FaultShim.before(hsm, dataDir);
        bank.with("hsm.library", shim.module().toString());
    }

    @Test
    void a_wrong_signature_costs_one_refused_grant_and_no_answer() {
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            signaturesAreWrong("old ");

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
    void while_every_signature_is_wrong_the_hsm_is_to_blame_and_one_grant_is_spent() {
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            signaturesAreWrong("");

            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(BENEFITS))
                    .satisfies(late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.HSM_UNAVAILABLE));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
        }
    }

    @Test
    void a_right_signature_that_is_refused_costs_one_grant_and_no_login() {
        FIRST.twin().faults().always(ScriptedAnswer.refusal("MP-124"));
        try (Portnokkel portnokkel = bank.starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo("MP-124"));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
            assertThat(portnokkel.hsm().map(HsmStatus::generation)).contains(1);
        }
    }

    /** @param whose {@code old }: of copies of the module that were loaded before; empty: of all */
    private void signaturesAreWrong(String whose) {
        shim.says(whose + "C_Sign wrong", whose + "C_SignFinal wrong");
    }
}
