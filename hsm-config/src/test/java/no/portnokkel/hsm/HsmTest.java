package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.hsm.settings.TokenSelector;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesSoftHsm
class HsmTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void the_certificate_of_the_key_verifies_signatures_of_the_hsm() throws GeneralSecurityException {
        SoftHsmToken token = BankFixture.token(directory, "hsm-signs");

        try (Hsm hsm = HsmConnection.open(BankFixture.settings(dataDir(), token))) {
            SigningKey key = hsm.key("seal");

            assertThat(key.chain()).isEqualTo(token.certificates("seal"));
            for (SignatureAlgorithm algorithm : SignatureAlgorithm.OF_GRANTS) {
                assertThat(fits(key.chain().get(0), algorithm, key.sign(GRANT, algorithm)))
                        .isTrue();
            }
            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
            assertThat(hsm.status().tokenLabel()).isEqualTo("hsm-signs");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void objects_are_listed_through_the_connection_that_is_there() {
        SoftHsmToken token = BankFixture.token(directory, "hsm-lists");
        HsmSettings settings = BankFixture.settings(dataDir(), token);

        try (Hsm hsm = HsmConnection.open(settings)) {
            CompletableFuture<TokenObjects> listed = new CompletableFuture<>();
            assertThat(hsm.listObjects(listed::complete)).isTrue();

            assertThat(listed.orTimeout(10, TimeUnit.SECONDS).join().keys())
                    .extracting(CryptokiKey::label)
                    .containsExactly("seal");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void many_threads_sign_concurrently() {
        SoftHsmToken token = BankFixture.token(directory, "hsm-threads");

        try (Hsm hsm = HsmConnection.open(BankFixture.settings(dataDir(), token))) {
            SigningKey key = hsm.key("seal");
            X509Certificate leaf = key.chain().get(0);

            assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> key.sign(GRANT, SignatureAlgorithm.RS256)))
                    .allSatisfy(signature -> assertThat(fits(leaf, SignatureAlgorithm.RS256, signature))
                            .isTrue());
        }
    }

    @Test
    void the_copy_of_the_module_is_private_and_deleted_once_it_is_loaded() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "hsm-copies");

        try (Hsm hsm = HsmConnection.open(BankFixture.settings(dataDir(), token))) {
            hsm.key("seal").chain();

            Path modules = dataDir().resolve("modules");
            assertThat(modules).isEmptyDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(modules)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_token_can_be_chosen_by_slot() {
        SoftHsmToken token = BankFixture.token(directory, "hsm-slot");
        HsmSettings bySlot = HsmSettingsVariant.of(BankFixture.settings(dataDir(), token))
                .token(new TokenSelector.BySlot(token.slot()))
                .settings();

        try (Hsm hsm = HsmConnection.open(bySlot)) {
            assertThat(hsm.key("seal").chain()).hasSize(2);
            assertThat(hsm.status().tokenLabel()).isEqualTo("hsm-slot");
        }
    }

    @Test
    void an_unknown_token_label_is_reported_with_the_existing_labels() {
        SoftHsmToken token = BankFixture.token(directory, "hsm-known");

        HsmFault fault = fault(() ->
                HsmConnection.open(BankFixture.settings(dataDir(), token.library(), "hsm-typo", token.pinFile())));

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_TOKEN_NOT_FOUND);
        assertThat(fault.detail().no()).contains("hsm-typo", "hsm-known", "portnokkel.hsm.token-label");
        assertThat(fault.detail().en()).contains("hsm-typo", "hsm-known", "portnokkel.hsm.token-label");
    }

    @Test
    void a_missing_module_is_reported_with_its_configuration_key() {
        Path library = directory.resolve("nowhere.so");

        HsmFault fault = fault(() -> HsmConnection.open(BankFixture.settings(dataDir(), library, "any", directory)));

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_MODULE_MISSING);
        assertThat(fault.detail().en()).contains(library.toString(), "portnokkel.hsm.library");
    }

    @Test
    void a_file_that_is_no_module_is_reported_with_the_error_of_the_loader() throws IOException {
        Path library = Files.writeString(directory.resolve("notes.txt"), "not a library");

        HsmFault fault = fault(() -> HsmConnection.open(BankFixture.settings(dataDir(), library, "any", directory)));

        assertThat(fault.code()).isEqualTo(ProblemCode.HSM_MODULE_MISSING);
        assertThat(fault.detail().en()).contains(library.toString(), "cannot be loaded");
        assertThat(dataDir().resolve("modules")).isEmptyDirectory();
    }

    @Test
    void an_unusable_data_dir_is_reported() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "hsm-no-data-dir");
        Path file = Files.createFile(directory.resolve("a-file"));

        HsmFault fault = fault(() -> HsmConnection.open(BankFixture.settings(file, token)));

        assertThat(fault.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(fault.remedy().en()).contains("portnokkel.data-dir");
    }

    @Test
    void an_unknown_key_is_reported_with_the_existing_keys() {
        SoftHsmToken token = BankFixture.token(directory, "hsm-keys");

        try (Hsm hsm = HsmConnection.open(BankFixture.settings(dataDir(), token))) {
            HsmFault fault = fault(() -> hsm.key("sael").sign(GRANT, SignatureAlgorithm.RS256));

            assertThat(fault.code()).isEqualTo(ProblemCode.HSM_KEY_NOT_FOUND);
            assertThat(fault.detail().en()).contains("sael", "It has: seal.", "hsm-keys");
            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
        }
    }

    @Test
    void a_certificate_of_another_key_is_detected_before_the_key_is_used() throws GeneralSecurityException {
        SoftHsmToken token = BankFixture.token(directory, "hsm-mismatch");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        List<X509Certificate> foreign =
                BankFixture.certify(generator.generateKeyPair().getPublic());
        token.generateKey("mixed-up", mine -> foreign);

        try (Hsm hsm = HsmConnection.open(BankFixture.settings(dataDir(), token))) {
            HsmFault fault = fault(() -> hsm.key("mixed-up").sign(GRANT, SignatureAlgorithm.RS256));

            assertThat(fault.code()).isEqualTo(ProblemCode.KEY_CERTIFICATE_MISMATCH);
            assertThat(fault(() -> hsm.key("mixed-up").chain())).isEqualTo(fault);
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
        }
    }

    @Test
    void after_closing_a_key_throws_a_fault() {
        SoftHsmToken token = BankFixture.token(directory, "hsm-closed");
        Hsm hsm = HsmConnection.open(BankFixture.settings(dataDir(), token));
        SigningKey key = hsm.key("seal");
        hsm.close();

        assertThat(fault(key::chain).code()).isEqualTo(ProblemCode.HSM_FAILED);
        assertThat(hsm.status().state()).isEqualTo(HsmState.FAILED);
    }

    private Path dataDir() {
        return directory.resolve("data dir med ø");
    }

    private static HsmFault fault(ThrowingCallable call) {
        return catchThrowableOfType(HsmException.class, call).fault();
    }

    private static boolean fits(X509Certificate leaf, SignatureAlgorithm algorithm, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm.jcaName());
        verifier.initVerify(leaf.getPublicKey());
        verifier.update(GRANT);
        return verifier.verify(signature);
    }
}
