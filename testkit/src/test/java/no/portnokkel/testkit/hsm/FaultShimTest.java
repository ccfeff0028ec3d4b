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

@ResourceLock("softhsm2") // all tests share one store; while a token is being created, readers see an incomplete one
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
    void create_a_key_behind_a_fault_shim() throws Exception {
        token = SoftHsmToken.create(directory, "testkit-shim", PIN);
        token.generateKey(
                "seal",
                publicKey -> AUTHORITY.certify(publicKey, OrganisationCertificate.seal("310167398", "Testbanken AS")));
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
    void without_rules_it_signs_like_the_real_module() throws GeneralSecurityException {
        assertThat(verifies(sign())).isTrue();
    }

    @Test
    void signatures_fail_with_the_given_code_until_the_rules_are_removed() throws GeneralSecurityException {
        shim.signaturesAnswer(0x32);

        assertThatThrownBy(this::sign).hasRootCauseMessage("CKR_DEVICE_REMOVED");

        shim.isWell();
        assertThat(verifies(sign())).isTrue();
    }

    @Test
    void a_wrong_signature_has_the_right_length_and_does_not_verify() throws GeneralSecurityException {
        shim.says("C_Sign wrong", "C_SignFinal wrong");

        byte[] signature = sign();

        assertThat(signature).hasSize(256);
        assertThat(verifies(signature)).isFalse();
    }

    @Test
    void a_rule_for_old_copies_applies_to_copies_loaded_before_it() throws GeneralSecurityException {
        shim.says("old C_Sign answer 48", "old C_SignFinal answer 48");

        assertThatThrownBy(this::sign).hasRootCauseMessage("CKR_DEVICE_ERROR");
    }

    @Test
    void sessions_are_closed_once() throws GeneralSecurityException {
        shim.says("* drop");

        assertThatThrownBy(this::sign).hasRootCauseMessage("CKR_SESSION_HANDLE_INVALID");
    }

    @Test
    void calls_are_counted_while_a_count_rule_applies() throws GeneralSecurityException {
        shim.says("C_SignInit count");
        sign();
        sign();
        shim.isWell();
        sign();

        assertThat(shim.counted()).isEqualTo(2);
    }

    @Test
    void a_missing_directory_is_named() {
        Path nowhere = directory.resolve("nowhere").resolve("shim.so");

        assertThatThrownBy(() -> FaultShim.before(token.library(), nowhere)).hasMessageContaining(nowhere.toString());
    }

    private byte[] sign() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA", provider);
        signature.initSign(key);
        signature.update(DATA);
        return signature.sign();
    }

    private boolean verifies(byte[] signatureBytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(token.certificates("seal").get(0).getPublicKey());
        signature.update(DATA);
        return signature.verify(signatureBytes);
    }
}
