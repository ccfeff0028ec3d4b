package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the officer sees of an object or a slot that is not as it should be. */
@UsesSoftHsm
class BadMembersTest {
    @TempDir
    Path directory;

    @Test
    void a_slot_that_does_not_show_its_token_is_named_beside_the_list() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "bad-slots");
        SoftHsmToken other = BankFixture.token(directory, "bad-slots-other");
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_GetTokenInfo slot " + other.slot(), "C_GetTokenInfo answer 0xE1");
        OfficerTerminal through = officer.through(shim.module());

        assertThat(through.runs("slots")).isZero();

        assertThat(through.out()).contains("bad-slots").doesNotContain("bad-slots-other");
        assertThat(through.err()).contains(Long.toString(other.slot()), "CKR_TOKEN_NOT_RECOGNIZED");
    }

    @Test
    void doctor_names_a_certificate_that_is_none_and_the_keys_beside_it_are_listed() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "bad-listed");
        officer.token().generateKey("seal", BankFixture::certify);
        OfficerTerminal through = withGarbage(officer);

        assertThat(through.runs("doctor", "--key", "seal")).as(through.out()).isZero();
        assertThat(through.out()).contains("CKO_CERTIFICATE \"garbage\" (CKA_VALUE) is skipped");

        assertThat(through.runs("keys")).as(through.err()).isZero();
        assertThat(through.out()).contains("seal");
    }

    @Test
    void the_register_names_a_certificate_that_it_cannot_read() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "bad-register");
        officer.token().generateKey("seal", BankFixture::certify);
        OfficerTerminal through = withGarbage(officer);

        assertThat(through.runs("register")).as(through.err()).isZero();

        assertThat(through.out()).contains("seal");
        assertThat(through.err()).contains("CKO_CERTIFICATE \"garbage\" (CKA_VALUE) cannot be read");
    }

    @Test
    void no_key_is_generated_where_its_certificate_could_not_be_stored() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "bad-generate");
        OfficerTerminal through = withGarbage(officer);

        assertThat(through.runs("generate", "--key", "next", "--size", "2048")).isEqualTo(5);

        assertThat(through.err()).contains("CKO_CERTIFICATE \"garbage\"");
        assertThat(officer.listing()).doesNotContain("next");
    }

    private OfficerTerminal withGarbage(OfficerTerminal officer) {
        officer.token().generateKey("garbage", BankFixture::certify);
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("C_GetAttributeValue about garbage", "C_GetAttributeValue garble");
        return officer.through(shim.module());
    }
}
