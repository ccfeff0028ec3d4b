package no.portnokkel.hsm.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.PinFileFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ca.Pem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Profile {@code software} behaves as an HSM does, and says what it is. */
@Timeout(60)
class SoftwareHsmTest {
    private static final byte[] DATA = "grant".getBytes(StandardCharsets.UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    private KeystoreFixture files = new KeystoreFixture(Path.of(""));

    @BeforeEach
    void folder() {
        files = new KeystoreFixture(directory);
    }

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void a_key_signs_under_its_alias_and_the_certificate_verifies_it() {
        files.withKey("seal");
        try (Hsm hsm = start()) {
            SigningKey key = hsm.key("seal");
            byte[] signature = key.sign(DATA, SignatureAlgorithm.RS256);

            assertThat(key.chain()).hasSize(2);
            assertThat(SignatureAlgorithm.RS256.verifies(key.chain().get(0).getPublicKey(), DATA, signature))
                    .isTrue();
            assertThat(key.reportInvalidSignature(DATA, SignatureAlgorithm.RS256, signature, Duration.ZERO))
                    .isFalse();
            assertThat(key.reportInvalidSignature(DATA, SignatureAlgorithm.RS512, signature, Duration.ZERO))
                    .isTrue();
        }
    }

    @Test
    void it_becomes_ready_by_itself_and_status_names_profile_and_file() {
        files.withKey("seal");
        try (Hsm hsm = start()) {
            Await.until(SOON, () -> hsm.status().state() == HsmState.READY);

            assertThat(hsm.status().profile()).isEqualTo("software");
            assertThat(hsm.status().tokenLabel()).isEqualTo("keys.p12");
            assertThat(hsm.status().generation()).isEqualTo(1);
            assertThat(events).containsExactly("connected 1");
            assertThat(hsm.isUnlockedInteractively()).isFalse();
            assertThatThrownBy(() -> hsm.unlock(Pin.ofText(KeystoreFixture.PASSWORD.toCharArray())))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void an_alias_is_found_whatever_its_case_since_the_jdk_stores_it_in_lower_case() {
        files.withKey("Seal-Local");
        try (Hsm hsm = start()) {
            assertThat(hsm.key("Seal-Local").sign(DATA, SignatureAlgorithm.RS512))
                    .hasSize(256);
        }
    }

    @Test
    void a_file_of_openssl_is_read_too() throws IOException {
        KeyPair pair = KeystoreFixture.pair("RSA", 2048);
        List<X509Certificate> issued = List.of(KeystoreFixture.certificates(pair));
        Path key = Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", pair.getPrivate()));
        Path chain = Files.writeString(directory.resolve("chain.pem"), Pem.of(issued));
        files.withPassword(KeystoreFixture.PASSWORD);
        Path made = directory.resolve("openssl.p12");
        Shell.runSuccessfully(
                "openssl",
                "pkcs12",
                "-export",
                "-name",
                "Seal of the Bank",
                "-inkey",
                key.toString(),
                "-in",
                chain.toString(),
                "-passout",
                "file:" + files.passwordFile(),
                "-out",
                made.toString());
        KeystoreFixture.write(files.keystore(), Files.readAllBytes(made));

        try (Hsm hsm = start()) {
            assertThat(hsm.key("Seal of the Bank").chain()).isEqualTo(issued);
        }
    }

    private static String pem(String type, Key key) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    @Test
    void the_register_shows_that_the_key_can_leave_the_file() {
        files.withKey("seal");
        List<CryptokiKey> listed = Collections.synchronizedList(new ArrayList<>());
        try (Hsm hsm = start()) {
            Await.until(SOON, () -> hsm.listObjects(objects -> listed.addAll(objects.keys())));
            Await.until(SOON, () -> !listed.isEmpty());
        }

        assertThat(listed).singleElement().satisfies(key -> {
            assertThat(key.label()).isEqualTo("seal");
            assertThat(key.attributes())
                    .containsEntry(KeyAttribute.SENSITIVE, false)
                    .containsEntry(KeyAttribute.EXTRACTABLE, true);
            assertThat(key.bits()).contains(2048);
        });
    }

    @Test
    void a_key_that_must_be_non_exportable_is_never_signed_with() {
        files.withKey("seal");
        try (Hsm hsm = start()) {
            for (Function<String, SigningKey> keys :
                    List.<Function<String, SigningKey>>of(hsm::nonExportableKey, hsm::checkpointKey)) {
                HsmFault fault = fault(() -> keys.apply("seal").sign(DATA, SignatureAlgorithm.RS256));

                assertThat(fault.code()).isEqualTo(ProblemCode.HSM_PROFILE_NOT_ALLOWED);
                assertThat(fault.detail().en()).contains("\"seal\"", "portnokkel.hsm.profile");
            }
        }
    }

    @Test
    void a_missing_file_is_named_with_its_key_and_used_as_soon_as_it_is_there() {
        try (Hsm hsm = start()) {
            HsmFault fault = fault(() -> hsm.key("seal").chain());
            assertThat(fault.code()).isEqualTo(ProblemCode.HSM_TOKEN_NOT_FOUND);
            assertThat(fault.detail().en())
                    .contains("portnokkel.hsm.keystore-file", files.keystore().toString(), "does not exist");
            assertThat(fault.remedy().en()).contains("--with-key");
            assertThat(hsm.status().state()).isEqualTo(HsmState.NEEDS_PERSON);

            files.withKey("seal");

            assertThat(hsm.key("seal").chain()).isNotEmpty();
            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
            assertThat(events).containsExactly("disconnected hsm-token-not-found", "connected 1");
        }
    }

    @Test
    void a_file_that_is_no_keystore_is_told_apart_from_a_wrong_password() {
        files.withPassword(KeystoreFixture.PASSWORD);
        KeystoreFixture.write(files.keystore(), "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII));
        try (Hsm hsm = start()) {
            assertThat(fault(() -> hsm.key("seal").chain()).detail().en()).contains("is not a PKCS#12 keystore");
        }
    }

    @Test
    void a_refused_password_is_not_tried_again_until_one_of_the_files_changes() throws IOException {
        files.withKey("seal").withPassword("another");
        try (Hsm hsm = start()) {
            HsmFault first = fault(() -> hsm.key("seal").chain());
            assertThat(first.code()).isEqualTo(ProblemCode.HSM_PIN_REFUSED);
            assertThat(first.detail().en()).contains(files.passwordFile().toString(), "not tried again");

            HsmFault second = fault(() -> hsm.key("seal").chain());
            assertThat(second).isSameAs(first); // the same reading
            assertThat(events).containsExactly("disconnected hsm-pin-refused");

            files.withPassword(KeystoreFixture.PASSWORD);
            assertThat(hsm.key("seal").chain()).isNotEmpty();
        }
    }

    @Test
    void a_changed_file_is_read_again_without_an_outage() {
        files.withKey("seal");
        try (Hsm hsm = start()) {
            SigningKey key = hsm.key("seal");
            var before = key.chain();

            files.withKey("seal");

            assertThat(key.chain()).isNotEqualTo(before);
            assertThat(hsm.status().generation()).isEqualTo(2);
            assertThat(events).doesNotContain("disconnected hsm-token-not-found");
        }
    }

    @Test
    void a_key_that_is_not_there_names_those_that_are() {
        files.withKey("seal");
        try (Hsm hsm = start()) {
            HsmFault fault = fault(() -> hsm.key("other").sign(DATA, SignatureAlgorithm.RS256));

            assertThat(fault).isEqualTo(new KeystoreFault.KeyNotFound("other", "keys.p12", List.of("seal")));
            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
        }
    }

    @Test
    void a_certificate_of_another_key_disables_the_key() {
        files.withKey(
                "seal",
                KeystoreFixture.pair("RSA", 2048),
                KeystoreFixture.certificates(KeystoreFixture.pair("RSA", 2048)),
                KeystoreFixture.PASSWORD);
        try (Hsm hsm = start()) {
            assertThat(fault(() -> hsm.key("seal").chain()).code()).isEqualTo(ProblemCode.KEY_CERTIFICATE_MISMATCH);
        }
    }

    @Test
    void an_elliptic_curve_key_signs_no_grants() {
        files.withKey("seal", KeystoreFixture.pair("EC", 256), KeystoreFixture.PASSWORD);
        try (Hsm hsm = start()) {
            assertThat(fault(() -> hsm.key("seal").chain()))
                    .isEqualTo(new KeystoreFault.KeyUnusable("seal", "keys.p12", "EC"));
        }
    }

    @Test
    void files_that_others_can_read_are_not_used() throws IOException {
        files.withKey("seal");
        Files.setPosixFilePermissions(files.keystore(), PosixFilePermissions.fromString("rw-r-----"));
        try (Hsm hsm = start()) {
            HsmFault fault = fault(() -> hsm.key("seal").chain());
            assertThat(fault.code()).isEqualTo(ProblemCode.HSM_PIN_FILE_UNSAFE);
            assertThat(fault.detail().en()).contains("portnokkel.hsm.keystore-file", "rw-r-----");

            Files.setPosixFilePermissions(files.keystore(), PosixFilePermissions.fromString("rw-------"));
            Files.setPosixFilePermissions(files.passwordFile(), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(fault(() -> hsm.key("seal").chain())).isInstanceOf(PinFileFault.FileUnsafe.class);
        }
    }

    @Test
    void after_the_stop_nothing_is_signed() {
        files.withKey("seal");
        Hsm hsm = start();
        hsm.close();

        assertThat(fault(() -> hsm.key("seal").sign(DATA, SignatureAlgorithm.RS256))
                        .code())
                .isEqualTo(ProblemCode.HSM_FAILED);
    }

    private Hsm start() {
        return SoftwareHsm.start(files.settings(), background, new HsmListener() {
            @Override
            public void connected(int generation) {
                events.add("connected " + generation);
            }

            @Override
            public void disconnected(HsmFault why) {
                events.add("disconnected " + why.code().word());
            }
        });
    }

    private static HsmFault fault(Runnable call) {
        return catchThrowableOfType(HsmException.class, call::run).fault();
    }
}
