package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One client with a key in each of two HSMs: the second signs while the first is away. */
@ResourceLock("softhsm2") // one SoftHSM store per process
@Tag("one-jdk")
class StandbyKeyTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest BENEFIT = TokenRequest.forScope("nav:aap");
    private static final String DEVICE_ERROR = "* answer 48";

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt", "nav:aap");

    @TempDir
    Path directory;

    private SoftHsmToken second;
    private FaultShim first;
    private BankConfig bank;

    @BeforeEach
    void configure_a_key_in_each_of_two_hsms() {
        SoftHsmToken firstToken = Bank.hsm(directory, "first-site");
        second = SoftHsmToken.create(directory, "second-site", "1234");
        second.generateKey("standby-seal", Bank::certify);
        first = FaultShim.before(firstToken, directory);
        bank = new BankConfig(firstToken, directory.resolve("data"))
                .in("lab", MASKINPORTEN.twin())
                .with("hsm.library", first.module().toString())
                .with("hsm.sign-timeout", "PT2S")
                .with("environments.lab.standby-key", "standby-seal")
                .with("environments.lab.standby-hsm", "other")
                .with("hsm.devices.other.profile", "softhsm2")
                .with("hsm.devices.other.library", second.library().toString())
                .with("hsm.devices.other.token-label", second.label())
                .with("hsm.devices.other.pin-file", second.pinFile().toString());
    }

    @Test
    void the_standby_key_signs_only_while_the_hsm_of_the_first_key_is_away() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().until(portnokkel::isReady);
            await().until(() -> isReady(portnokkel, "other"));
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(lastSigner()).isNotEqualTo(standby());

            first.says(DEVICE_ERROR);
            await().ignoreExceptionsInstanceOf(TokenException.class)
                    .until(() -> portnokkel.trial(BENEFIT, true) != null);

            assertThat(lastSigner()).isEqualTo(standby());
            assertThat(portnokkel.trial(INCOME, true)).isNotNull();
            await().until(() -> codes(portnokkel).contains(ProblemCode.HSM_UNAVAILABLE));
            assertThat(portnokkel.isReady()).isTrue();
        }
    }

    @Test
    void a_frozen_hsm_costs_one_time_out_and_no_failed_call() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().until(portnokkel::isReady);
            await().until(() -> isReady(portnokkel, "other"));
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();

            first.says("* hang");

            assertThat(portnokkel.tokens().get(BENEFIT)).isNotNull();
            assertThat(lastSigner()).isEqualTo(standby());
            first.says();
        }
    }

    @Test
    void a_stopped_key_is_not_replaced_by_the_standby_key_although_its_hsm_is_away() {
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().until(portnokkel::isReady);
            await().until(() -> isReady(portnokkel, "other"));
            first.says(DEVICE_ERROR);
            assertThat(portnokkel.tokens().get(BENEFIT)).isNotNull();
            assertThat(lastSigner()).isEqualTo(standby());

            portnokkel.stop(new DeviceKey("", "seal"));

            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.KEY_STOPPED));
        }
    }

    @Test
    void a_standby_key_that_could_not_sign_is_a_problem_before_it_is_needed() {
        bank.with("environments.lab.standby-key", "no-such-key");
        try (PortnokkelOperations portnokkel = bank.start()) {
            await().until(() -> codes(portnokkel).contains(ProblemCode.HSM_KEY_NOT_FOUND));

            await().until(portnokkel::isReady);
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
        }
    }

    @Test
    void an_hsm_that_is_back_is_used_after_it_was_ready_for_half_a_minute() throws InterruptedException {
        AtomicLong passed = new AtomicLong();
        ScheduledExecutorService background = Executors.newScheduledThreadPool(2);
        try (HsmDevices devices = new HsmDevices(
                Configuration.read(ConfigValues.of(bank.values())),
                new AbandonableExecutor(Runnable::run, 1),
                background,
                () -> System.nanoTime() + passed.get(),
                EventPublisher.withLog("standby"))) {
            Hsm hsm = devices.hsm("").orElseThrow();
            assertThat(devices.isAway("")).as("connecting for the first time").isFalse();
            await().until(() -> hsm.status().state() == HsmState.READY);
            assertThat(devices.isAway("")).isFalse();

            first.says(DEVICE_ERROR);
            assertThatExceptionOfType(HsmException.class)
                    .isThrownBy(() -> hsm.key("seal").sign(new byte[] {1}, SignatureAlgorithm.RS256));
            await().until(() -> devices.isAway(""));

            first.says();
            await().until(() -> hsm.status().state() == HsmState.READY);
            assertThat(devices.isAway("")).as("back at this moment").isTrue();
            passed.addAndGet(Duration.ofSeconds(31).toNanos());
            assertThat(devices.isAway("")).isFalse();
        } finally {
            background.shutdownNow();
        }
    }

    @Test
    void a_standby_key_needs_another_hsm_and_another_label_and_kid() {
        bank.with("environments.lab.standby-hsm", "").with("environments.lab.standby-key", "seal");
        assertThat(wrongKeys())
                .contains("portnokkel.environments.lab.standby-hsm", "portnokkel.environments.lab.standby-key");

        bank.with("environments.lab.standby-hsm", "other").with("environments.lab.standby-key", "");
        assertThat(wrongKeys()).containsExactly("portnokkel.environments.lab.standby-key");

        bank.with("environments.lab.standby-key", "standby-seal")
                .with("environments.lab.kid", "kid-1")
                .with("environments.lab.standby-kid", "kid-1");
        assertThat(wrongKeys()).containsExactly("portnokkel.environments.lab.standby-kid");
    }

    @Test
    void a_wrong_standby_key_stops_no_grant_of_the_first_key() {
        bank.with("environments.lab.standby-hsm", "");
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(codes(portnokkel)).contains(ProblemCode.CONFIGURATION_INVALID);
        }
    }

    private static boolean isReady(PortnokkelOperations portnokkel, String device) {
        return Objects.requireNonNull(portnokkel.devicesInUse().get(device))
                        .status()
                        .state()
                == HsmState.READY;
    }

    private List<String> wrongKeys() {
        return Configuration.read(ConfigValues.of(bank.values())).problems().stream()
                .map(problem -> Objects.toString(problem.configurationKey(), ""))
                .toList();
    }

    private String standby() {
        return certificate(second, "standby-seal");
    }

    private static String certificate(SoftHsmToken token, String label) {
        try {
            return Base64.getEncoder()
                    .encodeToString(token.certificates(label).get(0).getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String lastSigner() {
        List<?> chain = Optional.ofNullable((List<?>) MASKINPORTEN.twin().grants().stream()
                        .reduce((earlier, later) -> later)
                        .orElseThrow()
                        .header()
                        .get("x5c"))
                .orElseThrow();
        return String.valueOf(chain.get(0));
    }

    private static List<ProblemCode> codes(PortnokkelOperations portnokkel) {
        return portnokkel.problems().stream().map(Problem::code).toList();
    }
}
