package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.hsm.TokenKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller of {@code nonExportableKey} gets no exportable key; a missing attribute counts as exportable. */
@UsesSoftHsm
class ExportabilityCheckTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final int CKA_EXTRACTABLE = 0x162;

    @TempDir
    Path directory;

    @Test
    void a_non_exportable_key_signs() {
        SoftHsmToken token = BankFixture.token(directory, "custody-kept");
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            SigningKey key = hsm.nonExportableKey("seal");

            assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
            assertThat(key.chain()).isEqualTo(token.certificates("seal"));
        }
    }

    @Test
    void an_exportable_key_is_rejected_only_where_a_non_exportable_one_is_required() {
        SoftHsmToken token = BankFixture.token(directory, "custody-loose");
        token.generateKey(TokenKey.labelled("loose").exportableAgainstTheRules(), BankFixture::certify);
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            assertThat(hsm.key("loose").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);

            assertRefused(hsm.nonExportableKey("loose"), "CKA_SENSITIVE = false, CKA_EXTRACTABLE = true");
            assertThat(hsm.nonExportableKey("seal").chain()).hasSize(2);
            assertThat(hsm.status().generation()).as("the device works").isEqualTo(1);
        }
    }

    @Test
    void a_key_without_the_attribute_is_rejected() {
        SoftHsmToken token = BankFixture.token(directory, "custody-silent");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("* hide " + CKA_EXTRACTABLE);
        HsmSettings settings = BankFixture.settings(directory.resolve("data"), token, shim);
        try (Hsm hsm = HsmConnection.open(settings)) {
            assertThat(hsm.key("seal").chain()).hasSize(2);

            assertRefused(hsm.nonExportableKey("seal"), "CKA_SENSITIVE = true, CKA_EXTRACTABLE = ?");
        }
    }

    private static void assertRefused(SigningKey key, String said) {
        for (Runnable use : new Runnable[] {key::chain, () -> key.sign(GRANT, SignatureAlgorithm.RS256)}) {
            HsmFault fault = catchThrowableOfType(HsmException.class, use::run).fault();
            assertThat(fault.code()).isEqualTo(ProblemCode.KEY_EXPORTABLE);
            assertThat(fault.detail().en()).contains(said);
            assertThat(fault.isTransient()).isFalse();
        }
    }
}
