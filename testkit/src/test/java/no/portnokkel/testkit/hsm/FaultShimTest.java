package no.portnokkel.testkit.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("softhsm2") // one store a process: who looks into it while a token is being made sees half of it
class FaultShimTest {
    private static final String PIN = "246813579";
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final byte[] DATA = "grant".getBytes(UTF_8);

    @TempDir
    Path directory;

    private SoftHsmToken token;
    private FaultShim shim;
    private Provider provider;
    private PrivateKey key;

    @BeforeEach
    void a_key_behind_a_shim() throws Exception {
        token = SoftHsmToken.create(directory, "testkit-shim", PIN);
        token.generateKey(
                "seal", made -> AUTHORITY.certify(made, OrganisationCertificate.seal("310167398", "Testbanken AS")));
        shim = FaultShim.before(token, directory);
        Path configuration = Files.writeString(
                directory.resolve("pkcs11.cfg"),
                "name = shim%d%nlibrary = %s%nslot = %d%n".formatted(System.nanoTime(), shim.module(), token.slot()));
        provider = Security.getProvider("SunPKCS11").configure(configuration.toString());
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, PIN.toCharArray());
        key = (PrivateKey) keys.getKey("seal", null);
    }

    @Test
    void it_signs_like_the_real_module_until_it_is_told_something_else() throws GeneralSecurityException {
        assertThat(isRight(sign())).isTrue();
    }

    @Test
    void it_answers_what_it_is_told_until_it_is_well_again() throws GeneralSecurityException {
        shim.signaturesAnswer(0x32);

        assertThatThrownBy(this::sign).hasRootCauseMessage("CKR_DEVICE_REMOVED");

        shim.isWell();
        assertThat(isRight(sign())).isTrue();
    }

    @Test
    void a_wrong_signature_looks_like_one_and_is_none() throws GeneralSecurityException {
        shim.says("C_Sign wrong", "C_SignFinal wrong");

        byte[] signature = sign();

        assertThat(signature).hasSize(256);
        assertThat(isRight(signature)).isFalse();
    }

    @Test
    void a_rule_for_old_copies_leaves_alone_what_is_loaded_after_it() throws GeneralSecurityException {
        shim.says("old C_Sign answer 48", "old C_SignFinal answer 48");

        assertThatThrownBy(this::sign).hasRootCauseMessage("CKR_DEVICE_ERROR");
    }

    @Test
    void sessions_are_dropped_once() throws GeneralSecurityException {
        shim.says("* drop");

        assertThatThrownBy(this::sign).hasRootCauseMessage("CKR_SESSION_HANDLE_INVALID");
    }

    @Test
    void calls_are_counted_while_a_rule_says_so() throws GeneralSecurityException {
        shim.says("C_SignInit count");
        sign();
        sign();
        shim.isWell();
        sign();

        assertThat(shim.counted()).isEqualTo(2);
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        Path nowhere = directory.resolve("nowhere").resolve("shim.so");

        assertThatThrownBy(() -> FaultShim.before(token.library(), nowhere)).hasMessageContaining(nowhere.toString());
    }

    private byte[] sign() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA", provider);
        signature.initSign(key);
        signature.update(DATA);
        return signature.sign();
    }

    private boolean isRight(byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(token.certificates("seal").get(0).getPublicKey());
        signature.update(DATA);
        return signature.verify(signed);
    }
}
