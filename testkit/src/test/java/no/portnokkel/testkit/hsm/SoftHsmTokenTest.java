package no.portnokkel.testkit.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("softhsm2") // all tests share one store; while a token is being created, readers see an incomplete one
class SoftHsmTokenTest {

    private static final String PIN = "246813579";
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    @TempDir
    Path directory;

    @Test
    void a_signature_by_the_key_verifies_with_its_certificate() throws GeneralSecurityException, IOException {
        SoftHsmToken token = SoftHsmToken.create(directory, "testkit-signs", PIN);
        token.generateKey("seal", SoftHsmTokenTest::seal);

        KeyStore store = token.keyStore();

        assertThat(signatureVerifies(store, "seal", token.certificates("seal").get(0)))
                .isTrue();
        assertThat(token.certificates("seal")).hasSize(2).endsWith(AUTHORITY.issuing());
    }

    @Test
    void the_private_key_is_sensitive_and_non_exportable() throws GeneralSecurityException, IOException {
        SoftHsmToken token = SoftHsmToken.create(directory, "testkit-hides", PIN);
        token.generateKey(TokenKey.labelled("seal").of3072Bits(), SoftHsmTokenTest::seal);
        token.generateKey(TokenKey.labelled("exportable").exportableAgainstTheRules(), SoftHsmTokenTest::seal);

        Key key = token.keyStore().getKey("seal", null);

        assertThat(key.getEncoded()).isNull();
        assertThat(key.toString()).contains(" sensitive, unextractable");
        assertThat(token.certificates("seal").get(0).getPublicKey())
                .asInstanceOf(type(RSAPublicKey.class))
                .extracting(modulus -> modulus.getModulus().bitLength())
                .isEqualTo(3072);
        assertThat(token.keyStore().getKey("exportable", null).toString()).contains("not sensitive, extractable");
    }

    @Test
    void two_keys_of_one_organisation_have_their_own_certificates() throws GeneralSecurityException, IOException {
        SoftHsmToken token = SoftHsmToken.create(directory, "testkit-two", PIN);
        token.generateKey("seal-2026", SoftHsmTokenTest::seal);
        token.generateKey("seal-2027", SoftHsmTokenTest::seal);

        KeyStore store = token.keyStore();

        assertThat(signatureVerifies(
                        store, "seal-2026", token.certificates("seal-2026").get(0)))
                .isTrue();
        assertThat(signatureVerifies(
                        store, "seal-2027", token.certificates("seal-2027").get(0)))
                .isTrue();
        assertThat(signatureVerifies(
                        store, "seal-2027", token.certificates("seal-2026").get(0)))
                .isFalse();
    }

    @Test
    void a_key_can_be_stored_with_the_certificate_of_another_key() throws GeneralSecurityException, IOException {
        SoftHsmToken token = SoftHsmToken.create(directory, "testkit-foreign", PIN);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        List<X509Certificate> foreign = seal(generator.generateKeyPair().getPublic());

        token.generateKey("mixed-up", publicKey -> foreign);

        assertThat(token.hasKey("mixed-up")).isTrue();
        assertThat(token.certificates("mixed-up").get(0)).isEqualTo(foreign.get(0));
        assertThat(signatureVerifies(token.keyStore(), "mixed-up", foreign.get(0)))
                .isFalse();
    }

    @Test
    void a_token_opened_again_has_the_same_key() {
        SoftHsmToken.create(directory, "testkit-again", PIN).generateKey("seal", SoftHsmTokenTest::seal);

        SoftHsmToken again = SoftHsmToken.openOrCreate(directory, "testkit-again", PIN);

        assertThat(again.hasKey("seal")).isTrue();
        assertThat(again.hasKey("other")).isFalse();
    }

    @Test
    void tokens_can_be_created_by_several_threads_at_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> creations = IntStream.range(0, 12)
                    .mapToObj(i ->
                            (Callable<String>) () -> SoftHsmToken.create(directory, "testkit-parallel-" + i % 4, PIN)
                                    .label())
                    .toList();

            for (Future<String> creation : threads.invokeAll(creations)) {
                assertThat(creation.get()).startsWith("testkit-parallel-");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void the_pin_file_is_readable_by_its_owner_only() throws IOException {
        SoftHsmToken token = SoftHsmToken.create(directory, "testkit-pin", PIN);

        assertThat(token.pinFile()).hasContent(PIN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token.pinFile())))
                .isEqualTo("rw-------");
        assertThat(token.library()).isRegularFile().hasParent(directory);
    }

    @Test
    void an_invalid_label_is_rejected() {
        assertThatThrownBy(() -> SoftHsmToken.create(directory, "../elsewhere", PIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../elsewhere");
    }

    private static List<X509Certificate> seal(PublicKey key) {
        return AUTHORITY.certify(key, OrganisationCertificate.seal("310167398", "Testbanken AS"));
    }

    private static boolean signatureVerifies(KeyStore store, String label, X509Certificate certificate)
            throws GeneralSecurityException {
        byte[] text = "a text".getBytes(UTF_8);
        Signature signing = Signature.getInstance("SHA256withRSA", store.getProvider());
        signing.initSign((PrivateKey) store.getKey(label, null));
        signing.update(text);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance("SHA256withRSA");
        verifying.initVerify(
                certificate.getPublicKey()); // with the certificate itself, verification would fail because of a seal's
        // key usage
        verifying.update(text);
        return verifying.verify(signature);
    }
}
