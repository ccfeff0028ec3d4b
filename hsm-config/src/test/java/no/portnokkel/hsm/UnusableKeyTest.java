package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that does not sign is a fault of that key, not an outage of the HSM. */
@UsesSoftHsm
class UnusableKeyTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final int CALLERS = 15;

    @TempDir
    Path directory;

    @Test
    void a_key_that_wants_the_pin_at_each_use_is_unusable_and_the_key_beside_it_signs() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-always");
        new OpenScTool(token, directory).storeKey("RSA", 2048, "always", "77", "--always-auth");
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            List<HsmFault> faults = signWithBoth(hsm, "always");

            assertUnusable(faults, "CKA_ALWAYS_AUTHENTICATE");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void two_private_keys_of_one_certificate_are_ambiguous_and_both_are_named() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-twins");
        OpenScTool tool = new OpenScTool(token, directory);
        tool.storeKey("RSA", 2048, "twin", "77");
        tool.storePrivateKey(OpenScTool.pair("RSA", 3072), "twin", "77");
        try (Hsm hsm = HsmConnection.open(BankFixture.settings(directory.resolve("data"), token))) {
            List<HsmFault> faults = signWithBoth(hsm, "twin");

            assertThat(faults).extracting(HsmFault::code).containsOnly(ProblemCode.HSM_KEY_AMBIGUOUS);
            assertThat(faults.get(0).detail().en()).contains("twin", "2048", "3072");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 256 /* bytes, by a module that misreads the standard */})
    void a_key_above_the_largest_size_of_the_mechanism_is_unusable(int largest) {
        SoftHsmToken token = BankFixture.token(directory, "unusable-large-" + largest);
        token.generateKey(TokenKey.labelled("large").of3072Bits(), BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_GetMechanismInfo key-size " + largest);
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            List<HsmFault> faults = signWith(hsm, "large");

            assertUnusable(faults, "at most " + largest);
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_token_whose_mechanism_does_not_sign_makes_its_key_unusable() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-no-sign");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_GetMechanismInfo no-sign");
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            List<HsmFault> faults = signWith(hsm, "seal");

            assertUnusable(faults, "CKF_SIGN");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    /** Codes of an outage, of a login, of a wrong configuration, of a broken device, and a vendor's own. */
    @ParameterizedTest
    @ValueSource(strings = {"0x06", "0x30", "0x101", "0x07", "0x54", "0xD0", "0x1B6", "0x80000383"})
    void any_code_for_one_key_leaves_the_login_to_the_key_that_signs_in_it(String code) {
        SoftHsmToken token = BankFixture.token(directory, "unusable-code-" + code);
        token.generateKey("bad", BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_SignInit about bad", "C_SignInit answer " + code);
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            List<HsmFault> faults = signWithBoth(hsm, "bad");

            assertThat(faults).extracting(fault -> fault.code().word()).containsOnly("hsm-key-unusable");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_key_that_stops_signing_leaves_the_login_to_the_key_that_signs_in_it() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-later");
        token.generateKey("bad", BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            assertThat(hsm.key("bad").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
            shim.says("C_SignInit about bad", "C_SignInit answer 0x30");

            List<HsmFault> faults = signWithBoth(hsm, "bad");

            assertThat(faults).extracting(fault -> fault.code().word()).containsOnly("hsm-key-unusable");
            assertThat(faults.get(0).detail().en()).contains("CKR_DEVICE_ERROR");
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_key_that_is_alone_and_gets_the_same_answer_in_a_fresh_login_is_no_outage() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-alone");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_SignInit answer 0x06");
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            List<HsmFault> faults = signWith(hsm, "seal");

            assertUnusable(faults, "CKR_FUNCTION_FAILED");
            assertThat(hsm.status().state()).isEqualTo(HsmState.READY);
            assertThat(hsm.status().generation())
                    .as("a fresh login gave the same answer")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_key_that_is_alone_and_gets_an_answer_about_the_module_costs_the_device_nothing_for_five_seconds() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-module");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_SignInit answer 0x54", "* count");
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            HsmFault first = fault(hsm.key("seal"));
            long calls = shim.counted();

            HsmFault second = fault(hsm.key("seal"));

            assertThat(List.of(first, second))
                    .extracting(HsmFault::code)
                    .containsOnly(ProblemCode.CONFIGURATION_INVALID);
            assertThat(shim.counted()).isEqualTo(calls);
        }
    }

    @Test
    void a_login_of_no_use_is_given_up_after_five_minutes_even_if_it_always_gives_the_same_answer() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-limbo");
        FaultShim shim = FaultShim.before(token, directory);
        AtomicLong ahead = new AtomicLong();
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
        try (Hsm hsm = HsmConnection.start(settings(token, shim), background, () -> System.nanoTime() + ahead.get())) {
            Await.until(Duration.ofSeconds(20), () -> hsm.status().state() == HsmState.READY);
            shim.says("old C_SignInit answer 0x06"); // in this copy of the module
            assertUnusable(List.of(fault(hsm.key("seal"))), "CKR_FUNCTION_FAILED");
            ahead.addAndGet(Duration.ofSeconds(299).toNanos());
            assertUnusable(List.of(fault(hsm.key("seal"))), "CKR_FUNCTION_FAILED");
            assertThat(hsm.status().generation()).isEqualTo(2);

            ahead.addAndGet(Duration.ofSeconds(6).toNanos());

            Await.until(Duration.ofSeconds(20), () -> faultOf(hsm.key("seal")).isEmpty());
            assertThat(hsm.status().generation()).isEqualTo(3);
        } finally {
            background.shutdownNow();
        }
    }

    @Test
    void three_keys_of_which_none_signs_cost_no_more_logins_than_one() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-three");
        token.generateKey("second", BankFixture::certify);
        token.generateKey("third", BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_SignInit answer 0x06");
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            List<HsmFault> faults = signWith(hsm, "seal", "second", "third");

            assertUnusable(faults, "CKR_FUNCTION_FAILED");
            assertThat(hsm.status().generation()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_key_that_becomes_usable_signs_within_five_seconds() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-mended");
        token.generateKey("bad", BankFixture::certify);
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("C_SignInit about bad", "C_SignInit answer 0x06");
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            assertThat(signWithBoth(hsm, "bad")).isNotEmpty();

            shim.isWell();

            Await.until(Duration.ofSeconds(20), () -> faultOf(hsm.key("bad")).isEmpty());
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void an_algorithm_that_the_token_lacks_is_no_outage_for_callers_of_another() {
        SoftHsmToken token = BankFixture.token(directory, "unusable-rs512");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = HsmConnection.open(settings(token, shim))) {
            SigningKey key = hsm.key("seal");
            assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
            shim.says("C_SignInit mechanism 0x42", "C_SignInit answer 0x06"); // CKM_SHA512_RSA_PKCS
            for (int caller = 0; caller < CALLERS; caller++) {
                HsmFault fault = catchThrowableOfType(
                                HsmException.class, () -> key.sign(GRANT, SignatureAlgorithm.RS512))
                        .fault();
                assertThat(fault.code().word()).isEqualTo("hsm-key-unusable");
                assertThat(key.sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
            }
            assertThat(hsm.status().generation()).isEqualTo(1);
        }
    }

    /** Callers of these keys in turn; returns what they got. */
    private static List<HsmFault> signWith(Hsm hsm, String... bad) {
        List<HsmFault> faults = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            for (String label : bad) {
                faults.add(fault(hsm.key(label)));
            }
        }
        return faults;
    }

    /** Callers of both keys in turn; returns what those of the bad key got, after those of {@code seal} got signatures. */
    private static List<HsmFault> signWithBoth(Hsm hsm, String bad) {
        List<HsmFault> faults = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            faults.add(fault(hsm.key(bad)));
            assertThat(hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256)).hasSize(256);
        }
        return faults;
    }

    private static void assertUnusable(List<HsmFault> faults, String said) {
        assertThat(faults).extracting(fault -> fault.code().word()).containsOnly("hsm-key-unusable");
        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.detail().en()).contains(said);
            assertThat(fault.isTransient()).isFalse();
        });
    }

    private HsmSettings settings(SoftHsmToken token, FaultShim shim) {
        return BankFixture.settings(directory.resolve("data"), token, shim);
    }

    private static HsmFault fault(SigningKey key) {
        return faultOf(key).orElseThrow();
    }

    private static Optional<HsmFault> faultOf(SigningKey key) {
        HsmException failed = catchThrowableOfType(HsmException.class, () -> key.sign(GRANT, SignatureAlgorithm.RS256));
        return Optional.ofNullable(failed).map(HsmException::fault);
    }
}
