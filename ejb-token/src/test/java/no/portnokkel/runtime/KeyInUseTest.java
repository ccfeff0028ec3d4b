package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.StoredChoice.Digests;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** All deployments on a server use the key that was chosen in the control room, and none uses a key that was stopped there. */
@ResourceLock("softhsm2") // one SoftHSM store per process
@Tag("one-jdk")
class KeyInUseTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final TokenRequest BENEFIT = TokenRequest.forScope("nav:aap");
    private static final ClientKey NEXT = new ClientKey("next-seal", Optional.empty());
    private static final DeviceKey SEAL = new DeviceKey("", "seal");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt", "nav:aap");

    private static SoftHsmToken hsm;

    @TempDir
    Path dataDir;

    private BankConfig bank;

    @BeforeAll
    static void create_two_keys(@TempDir Path directory) {
        hsm = Bank.hsm(directory, "key-in-use");
        hsm.generateKey("next-seal", Bank::certify);
    }

    @BeforeEach
    void configure_the_bank_with_the_first_key() {
        bank = new BankConfig(hsm, dataDir).in("lab", MASKINPORTEN.twin());
    }

    @Test
    void new_grants_use_the_chosen_key_and_cached_tokens_live_on_in_all_deployments() {
        try (PortnokkelOperations controlRoom = bank.start();
                PortnokkelOperations application = bank.start()) {
            AccessToken cached = application.tokens().get(INCOME);

            decide(controlRoom, KeyInUseTest::withNextKey);

            assertThat(application.tokens().get(BENEFIT)).isNotNull();
            assertThat(lastKey()).isEqualTo("next-seal");
            assertThat(application.tokens().get(INCOME)).isSameAs(cached);
            assertThat(application.activeEnvironment().version()).isEqualTo(1);
            assertThat(codes(application)).doesNotContain(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
            await().untilAsserted(() -> assertThat(controlRoom.key())
                    .hasValueSatisfying(key -> assertThat(key.label()).isEqualTo("next-seal")));
        }
    }

    @Test
    void the_chosen_key_is_used_after_a_restart() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, KeyInUseTest::withNextKey);
        }

        try (PortnokkelOperations restarted = bank.start()) {
            restarted.tokens().get(INCOME);
            assertThat(lastKey()).isEqualTo("next-seal");
        }
    }

    @Test
    void nothing_is_signed_with_a_stopped_key_and_its_tokens_are_dropped() throws Exception {
        try (PortnokkelOperations controlRoom = bank.start();
                PortnokkelOperations application = bank.start()) {
            controlRoom.tokens().get(INCOME);
            application.tokens().get(INCOME);
            long before = MASKINPORTEN.twin().grantsReceived();

            decide(controlRoom, KeyInUseTest::withSealStopped);

            assertThat(controlRoom.awaitNoGrantWith(SEAL, Duration.ofSeconds(10)))
                    .isTrue();
            assertRefusedAsStopped(controlRoom, INCOME);
            assertRefusedAsStopped(application, BENEFIT);
            await().untilAsserted(() -> assertRefusedAsStopped(application, INCOME));
            assertThat(codes(application)).contains(ProblemCode.KEY_STOPPED);
            assertThat(application.isReady()).isFalse();
            assertThat(MASKINPORTEN.twin().grantsReceived()).isEqualTo(before);
        }
    }

    @Test
    void a_grant_that_is_under_way_is_awaited_and_its_token_is_not_kept() throws Exception {
        try (PortnokkelOperations controlRoom = bank.start()) {
            controlRoom.awaitReady(Duration.ofMinutes(1));
            MASKINPORTEN.twin().faults().hold();
            CompletableFuture<AccessToken> caller = CompletableFuture.supplyAsync(
                    () -> controlRoom.tokens().get(INCOME), task -> new Thread(task).start());
            await().until(() -> MASKINPORTEN.twin().faults().waiting() == 1);

            decide(controlRoom, KeyInUseTest::withSealStopped);

            assertThat(controlRoom.awaitNoGrantWith(SEAL, Duration.ofMillis(20)))
                    .isFalse();
            MASKINPORTEN.twin().faults().release();
            assertThat(controlRoom.awaitNoGrantWith(SEAL, Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(caller).failsWithin(Duration.ofSeconds(10));
            assertRefusedAsStopped(controlRoom, INCOME);
        } finally {
            MASKINPORTEN.twin().faults().clear();
        }
    }

    @Test
    void a_key_that_two_persons_approved_takes_over_from_a_stopped_one() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            controlRoom.tokens().get(INCOME);

            decide(controlRoom, choices -> choices.withStandby("lab", Optional.empty(), NEXT));
            assertThat(controlRoom.cachedTokens()).hasSize(1);
            decide(
                    controlRoom,
                    choices -> choices.withStopped(
                            SEAL, controlRoom.configuration().environments().values()));

            assertThat(controlRoom.cachedTokens()).isEmpty();
            assertThat(controlRoom.tokens().get(INCOME)).isNotNull();
            assertThat(lastKey()).isEqualTo("next-seal");
            assertThat(codes(controlRoom)).doesNotContain(ProblemCode.KEY_STOPPED);
        }
    }

    @Test
    void a_key_that_is_brought_back_signs_again() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, KeyInUseTest::withSealStopped);
            assertRefusedAsStopped(controlRoom, INCOME);

            decide(controlRoom, choices -> choices.withRestored(SEAL));

            assertThat(controlRoom.tokens().get(INCOME)).isNotNull();
        }
    }

    @Test
    void a_stopped_key_that_was_replaced_before_takes_its_tokens_with_it() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            AccessToken ofSeal = controlRoom.tokens().get(INCOME);
            decide(controlRoom, KeyInUseTest::withNextKey);

            decide(controlRoom, KeyInUseTest::withSealStopped);

            assertThat(controlRoom.tokens().get(INCOME)).isNotSameAs(ofSeal);
            assertThat(lastKey()).isEqualTo("next-seal");
        }
    }

    @Test
    void a_stop_that_nobody_could_sign_counts_after_a_restart_too() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, choices -> choices.withStandby("lab", Optional.empty(), NEXT));
        }
        Path file = dataDir.resolve("active-environment");
        Files.writeString(file, Files.readString(file) + "stopped-keys=/seal\n");

        try (PortnokkelOperations application = bank.start()) {
            assertRefusedAsStopped(application, INCOME);
        }
    }

    @Test
    void a_stop_that_is_removed_from_the_file_is_not_removed() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, KeyInUseTest::withSealStopped);
            Path file = dataDir.resolve("active-environment");

            Files.writeString(file, Files.readString(file).replace("stopped-keys=/seal", "stopped-keys=/none"));

            assertRefusedAsStopped(controlRoom, INCOME);
            await().untilAsserted(() -> assertThat(codes(controlRoom)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
        }
    }

    @Test
    void a_stopped_key_signs_no_choice_that_brings_it_back_where_the_audit_key_signs() throws IOException {
        StoredChoice forged;
        try (PortnokkelOperations controlRoom = bank.start()) {
            forged = controlRoom
                    .choices()
                    .signed(
                            controlRoom.activeEnvironment().withKeys(KeyChoices.NONE, 2),
                            new Digests("0123", Optional.empty()));
        }
        bank.with("audit.key", "audit");

        try (PortnokkelOperations controlRoom = bank.start()) {
            StoredChoice stop = controlRoom
                    .choices()
                    .signed(
                            controlRoom.activeEnvironment().withKeys(withSealStopped(withNextKey(KeyChoices.NONE)), 1),
                            new Digests("0123", Optional.empty()));
            controlRoom.activate(stop);

            controlRoom.activate(forged);

            assertThat(controlRoom.activeEnvironment().keys().stopped()).containsExactly(SEAL);
        }
    }

    @Test
    void a_key_that_is_chosen_in_a_file_that_nobody_signed_is_not_used_while_the_hsm_is_away() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, choices -> choices.withStandby("lab", Optional.empty(), NEXT));
        }
        Path file = dataDir.resolve("active-environment");
        Files.writeString(file, "key.lab=next-seal seal\n" + Files.readString(file));

        try (PortnokkelOperations application = bank.start()) { // asks before the HSM is connected
            assertThat(application.tokens().get(INCOME)).isNotNull();
            assertThat(lastKey()).isEqualTo("seal");
        }
    }

    @Test
    void the_control_room_signs_no_choice_that_it_could_not_verify() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, choices -> choices.withStandby("lab", Optional.empty(), NEXT));
        }
        Path file = dataDir.resolve("active-environment");
        Files.writeString(file, "key.lab=next-seal seal\n" + Files.readString(file));

        try (PortnokkelOperations controlRoom = bank.start()) {
            controlRoom.choices().keepStored(() -> Optional.of(new Digests("0123", Optional.empty())));
            controlRoom.awaitReady(Duration.ofMinutes(1));
            await().untilAsserted(() -> assertThat(file).content().doesNotContain("key.lab="));
            assertThat(controlRoom.activeEnvironment().keys().active()).isEmpty();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void an_older_file_of_the_same_version_does_not_bring_a_stopped_key_back() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, choices -> choices.withStandby("lab", Optional.empty(), NEXT));
            Path file = dataDir.resolve("active-environment");
            String older = Files.readString(file);
            controlRoom.stop(SEAL);

            Files.writeString(file, older);

            await().pollDelay(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(
                                    controlRoom.activeEnvironment().keys().stopped())
                            .containsExactly(SEAL));
        }
    }

    @Test
    void a_stop_survives_a_choice_of_another_node_that_does_not_know_it() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            decide(controlRoom, UnaryOperator.identity());
            StoredChoice ofOtherNode = controlRoom
                    .choices()
                    .signed(
                            controlRoom
                                    .activeEnvironment()
                                    .withKeys(controlRoom.activeEnvironment().keys(), 5),
                            new Digests("0123", Optional.empty()));
            controlRoom.stop(SEAL);

            controlRoom.activate(ofOtherNode);

            assertThat(controlRoom.activeEnvironment().version()).isEqualTo(5);
            assertThat(controlRoom.activeEnvironment().keys().stopped()).containsExactly(SEAL);
            assertThat(controlRoom.choices().ownStops()).containsExactly(SEAL);
        }
    }

    private static KeyChoices withNextKey(KeyChoices choices) {
        ClientSettings configured = configured();
        return choices.activated("lab", Optional.empty(), List.of(configured), NEXT);
    }

    private static KeyChoices withSealStopped(KeyChoices choices) {
        return choices.withStopped(List.of(SEAL));
    }

    private static ClientSettings configured() {
        return new ClientSettings(
                Bank.CLIENT,
                new OrganisationNumber(Bank.OWNER),
                "",
                "seal",
                Optional.empty(),
                ClientSettings.X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
    }

    /** Decides as the control room does. */
    private static void decide(PortnokkelOperations controlRoom, UnaryOperator<KeyChoices> change) {
        EnvironmentChoice active = controlRoom.activeEnvironment();
        EnvironmentChoice next = active.withKeys(change.apply(active.keys()), active.version() + 1);
        controlRoom.activate(controlRoom.choices().signed(next, new Digests("0123", Optional.empty())));
    }

    private static void assertRefusedAsStopped(PortnokkelOperations portnokkel, TokenRequest request) {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> portnokkel.tokens().get(request))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.KEY_STOPPED));
    }

    private static List<ProblemCode> codes(PortnokkelOperations portnokkel) {
        return TwoTwinsFixture.codes(portnokkel);
    }

    /** Returns the label of the key whose certificate the last grant carried. */
    private static String lastKey() {
        ReceivedGrant last = MASKINPORTEN.twin().lastGrant().orElseThrow();
        String x5c = String.valueOf(last.header().get("x5c"));
        return List.of("seal", "next-seal").stream()
                .filter(label -> x5c.startsWith("[" + encoded(label)))
                .findFirst()
                .orElseThrow();
    }

    private static String encoded(String label) {
        try {
            return Base64.getEncoder()
                    .encodeToString(hsm.certificates(label).get(0).getEncoded());
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
