package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.facts.Reachability;
import no.portnokkel.runtime.facts.Trial;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ResourceLock("softhsm2") // one store a process, which another token must not change meanwhile
class PortnokkelTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @RegisterExtension
    static final MaskinportenTwinExtension FIRST = twin();

    @RegisterExtension
    static final MaskinportenTwinExtension SECOND = twin();

    private static SoftHsmToken hsm;

    @TempDir
    Path dataDir;

    private Bank bank;

    private static MaskinportenTwinExtension twin() {
        return new MaskinportenTwinExtension(plan -> plan.authority(AUTHORITY)
                .client(RegisteredClient.of(Bank.CLIENT, Bank.OWNER, "skatteetaten:inntekt", "nav:aap")));
    }

    @BeforeAll
    static void the_bank_has_a_key(@TempDir Path directory) {
        hsm = SoftHsmToken.create(directory, "runtime", "987654");
        hsm.generateKey(
                "seal", key -> AUTHORITY.certify(key, OrganisationCertificate.seal(Bank.OWNER, "Testbanken AS")));
    }

    @BeforeEach
    void the_bank_uses_the_first_twin() {
        bank = new Bank(hsm, dataDir).in("first", FIRST.twin()).in("second", SECOND.twin());
        bank.with("environment", "first");
    }

    @Test
    void a_token_comes_of_a_grant_that_was_signed_in_the_hsm() {
        try (Portnokkel portnokkel = bank.starts()) {
            AccessToken token = portnokkel.tokens().get(INCOME);

            ReceivedGrant grant = FIRST.twin().lastGrant().orElseThrow();
            assertThat(grant.accepted()).isTrue();
            assertThat(grant.header()).containsEntry("alg", "RS256").doesNotContainKey("kid");
            assertThat((List<?>) grant.header().get("x5c")).hasSize(2);
            assertThat(grant.claims()).containsOnlyKeys("aud", "iss", "iat", "exp", "jti", "scope");
            assertThat(token.scopes()).isEqualTo(INCOME.scopes());

            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(token);
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
            await().until(portnokkel::ready);
            assertThat(portnokkel.problems()).isEmpty();
        }
    }

    @Test
    void metadata_that_differs_is_told_and_not_followed() {
        bank.with("environments.first.jwks-uri", FIRST.twin().issuer() + "other-keys");
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.METADATA_DIFFERS));

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.ready()).as("a warning").isTrue();
        }
    }

    @Test
    void when_maskinporten_is_down_everything_starts_and_says_so_and_heals() {
        FIRST.twin().stop();
        try (Portnokkel portnokkel = bank.starts()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(
                            down -> assertThat(down.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNREACHABLE))
                    .withMessageContaining(FIRST.twin().tokenEndpoint().toString())
                    .withMessageContaining("firewall");
            assertThat(codes(portnokkel)).contains(ProblemCode.MASKINPORTEN_UNREACHABLE);
            assertThat(portnokkel.ready()).isFalse();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.FAILED);

            FIRST.twin().start();

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.problems()).isEmpty();
            assertThat(portnokkel.reachability("first")).isEqualTo(Reachability.ANSWERED);
        }
    }

    @Test
    void a_refused_pin_is_told_and_not_tried_again_at_the_next_start(@TempDir Path keys) throws IOException {
        // a token of its own: after a wrong PIN it is wary, and so are we of it
        SoftHsmToken wary = SoftHsmToken.create(keys, "runtime-wary", "987654");
        bank.with("hsm.library", wary.library().toString());
        bank.with("hsm.token-label", wary.label());
        bank.with("hsm.pin-file", pinFile("000000").toString());
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.HSM_PIN_REFUSED));
            assertThat(portnokkel.ready()).isFalse();
        }
        try (Portnokkel again = bank.starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> again.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.hsm.pin-file")
                    .satisfies(refused -> assertThat(refused.problem().owner()).isEqualTo(Owner.SECURITY_OFFICER))
                    .satisfies(refused -> assertThat(refused).hasMessageNotContaining("000000"));
        }
        assertThat(FIRST.twin().grantsReceived()).isZero();
    }

    @Test
    void an_unknown_token_label_is_told_with_the_labels_that_are_there() {
        bank.with("hsm.token-label", "rumtime");
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(portnokkel.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HSM_TOKEN_NOT_FOUND))
                    .satisfies(problem -> assertThat(problem.detail().en())
                            .contains("portnokkel.hsm.token-label", "rumtime", "runtime")));
        }
    }

    @Test
    void an_unknown_key_label_is_told_with_the_keys_that_are_there() {
        bank.with("environments.first.key", "sael");
        try (Portnokkel portnokkel = bank.starts()) {
            await().untilAsserted(() -> assertThat(portnokkel.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.HSM_KEY_NOT_FOUND))
                    .satisfies(problem -> assertThat(problem.detail().en()).contains("sael", "seal")));
        }
    }

    @Test
    void a_server_without_an_environment_starts_and_lists_the_choices() {
        Bank undecided = new Bank(hsm, dataDir);
        try (Portnokkel portnokkel = undecided.starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .withMessageContaining("portnokkel.environment")
                    .withMessageContaining("prod, test");
        }
    }

    @Test
    void a_refusal_of_maskinporten_names_code_owner_and_trace() {
        FIRST.twin().script().always(ScriptedAnswer.refusal("MP-121"));
        try (Portnokkel portnokkel = bank.starts()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(refused -> {
                        Problem problem = refused.problem();
                        assertThat(problem.code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);
                        assertThat(problem.mp()).isEqualTo("MP-121");
                        assertThat(problem.owner()).isEqualTo(Owner.SECURITY_OFFICER);
                        assertThat(problem.traceId()).matches("[0-9a-f]{32}");
                    });
            assertThat(codes(portnokkel)).contains(ProblemCode.MASKINPORTEN_REFUSED);
            assertThat(portnokkel.counts().refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource
    void answers_that_are_no_tokens_are_told_for_what_they_are(ScriptedAnswer answer, ProblemCode code) {
        FIRST.twin().script().always(answer);
        try (Portnokkel portnokkel = bank.starts()) {
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(failed -> assertThat(failed.problem().code()).isEqualTo(code));
        }
    }

    static Stream<Arguments> answers_that_are_no_tokens_are_told_for_what_they_are() {
        return Stream.of(
                Arguments.of(ScriptedAnswer.status(503), ProblemCode.MASKINPORTEN_UNAVAILABLE),
                Arguments.of(ScriptedAnswer.status(429), ProblemCode.MASKINPORTEN_UNAVAILABLE),
                Arguments.of(ScriptedAnswer.hangUp(), ProblemCode.MASKINPORTEN_UNAVAILABLE),
                Arguments.of(ScriptedAnswer.garbage(), ProblemCode.MASKINPORTEN_ANSWER_INVALID),
                Arguments.of(ScriptedAnswer.body(200, "text/html", "<html>"), ProblemCode.MASKINPORTEN_ANSWER_INVALID),
                Arguments.of(
                        ScriptedAnswer.redirect(URI.create("http://127.0.0.1:1/token")),
                        ProblemCode.MASKINPORTEN_ANSWER_INVALID));
    }

    @Test
    void a_connection_that_died_costs_one_new_grant_and_no_answer() {
        try (Portnokkel portnokkel = bank.starts()) {
            FIRST.twin().script().next(ScriptedAnswer.hangUp());

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(FIRST.twin().grants())
                    .hasSize(2)
                    .extracting(grant -> grant.claims().get("jti"))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_restart_of_maskinporten_costs_no_answer() {
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            FIRST.twin().stop();
            FIRST.twin().start();

            assertThat(portnokkel.trial(INCOME, true).cached()).isFalse();
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_costs_one_grant_and_says_so() {
        bank.with("http.timeout", "PT0.3S");
        try (Portnokkel portnokkel = bank.starts()) {
            FIRST.twin().script().hold();

            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                    .satisfies(
                            late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);
        }
    }

    @Test
    void a_choice_that_cannot_be_read_changes_nothing() throws IOException {
        try (Portnokkel portnokkel = bank.starts()) {
            Files.writeString(dataDir.resolve("active-environment"), "version=7\nsince=2026-11-24T10:00:00Z\n");

            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.active().environment()).contains("first");
        }
    }

    @Test
    void a_further_client_that_is_wrong_is_told_and_the_others_get_tokens() {
        bank.with("environments.first.clients.agent.client-id", "a1")
                .with("environments.first.clients.agent.x5c", "root");
        try (Portnokkel portnokkel = bank.starts()) {
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(codes(portnokkel)).containsExactly(ProblemCode.CONFIGURATION_INVALID);
        }
    }

    @Test
    void a_switch_reaches_every_deployment_and_the_old_environment_sees_no_grant_afterwards() {
        try (Portnokkel controlRoom = bank.starts();
                Portnokkel application = bank.starts()) {
            AccessToken old = application.tokens().get(INCOME);
            long before = FIRST.twin().grantsReceived();

            controlRoom.activate("second", 1);

            await().atMost(2, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(application.tokens().get(INCOME)).isNotEqualTo(old));
            assertThat(controlRoom.tokens().get(INCOME)).isNotNull();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(before);
            assertThat(SECOND.twin().grantsReceived()).isEqualTo(2);
        }
        try (Portnokkel restarted = bank.starts()) {
            assertThat(restarted.active().environment()).contains("second");
        }
    }

    @Test
    void a_supplier_follows_a_switch_at_once() {
        try (Portnokkel portnokkel = bank.starts()) {
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
            AccessToken old = supplier.get();

            portnokkel.activate("second", 1);

            assertThat(supplier.get()).isNotEqualTo(old);
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void a_token_in_use_is_renewed_while_everybody_is_served_with_the_old_one() {
        FIRST.twin().script().tokenLifetime(Duration.ofSeconds(8));
        try (Portnokkel portnokkel = bank.starts()) {
            Supplier<AccessToken> supplier = portnokkel.tokens().supplier(INCOME);
            AccessToken first = supplier.get();
            FIRST.twin().script().hold();

            await().until(() -> {
                assertThat(supplier.get()).isEqualTo(first);
                return FIRST.twin().script().waiting() == 1;
            });
            FIRST.twin().script().release();

            await().until(() -> !supplier.get().equals(first));
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
        }
    }

    @Test
    void a_storm_of_refused_callers_costs_one_grant_until_it_is_forgotten_by_hand() {
        FIRST.twin().script().next(ScriptedAnswer.refusal("MP-121"));
        try (Portnokkel portnokkel = bank.starts()) {
            for (int caller = 0; caller < 100; caller++) {
                assertThatExceptionOfType(TokenRefusedException.class)
                        .isThrownBy(() -> portnokkel.tokens().get(INCOME))
                        .withMessageContaining("MP-121");
            }
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(1);

            portnokkel.forgetTokens();
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
        }
    }

    @Test
    void a_flight_under_way_cannot_put_a_token_of_the_old_environment_in() throws Exception {
        try (Portnokkel portnokkel = bank.starts()) {
            FIRST.twin().script().hold();
            CompletableFuture<AccessToken> caller =
                    CompletableFuture.supplyAsync(() -> portnokkel.tokens().get(INCOME));
            await().until(() -> FIRST.twin().script().waiting() == 1);

            portnokkel.activate("second", 1);
            FIRST.twin().script().release();

            assertThat(caller.get(20, TimeUnit.SECONDS))
                    .isEqualTo(portnokkel.tokens().get(INCOME));
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
            assertThat(portnokkel.counts().lastGrant().orElseThrow().claims())
                    .containsEntry("iss", SECOND.twin().issuer().toString());
        }
    }

    @Test
    void a_waiting_caller_of_one_request_does_not_delay_another() throws Exception {
        try (Portnokkel portnokkel = bank.starts()) {
            AccessToken kept = portnokkel.tokens().get(INCOME);
            FIRST.twin().script().hold();
            CompletableFuture<AccessToken> waiting =
                    CompletableFuture.supplyAsync(() -> portnokkel.tokens().get(TokenRequest.forScope("nav:aap")));
            await().until(() -> FIRST.twin().script().waiting() == 1);

            assertThat(portnokkel.tokens().get(INCOME)).isEqualTo(kept);
            assertThat(waiting).isNotDone();

            FIRST.twin().script().release();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_dry_run_proves_another_environment_and_changes_nothing() {
        try (Portnokkel portnokkel = bank.starts()) {
            portnokkel.dryRun("second");
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);

            SECOND.twin().script().always(ScriptedAnswer.refusal("MP-100"));
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> portnokkel.dryRun("second"))
                    .withMessageContaining("MP-100");
            assertThat(portnokkel.active().environment()).contains("first");
            assertThat(portnokkel.kept()).isEmpty();
        }
    }

    @Test
    void a_trial_says_what_the_token_is_for_and_how_long_it_took() {
        try (Portnokkel portnokkel = bank.starts()) {
            Trial first = portnokkel.trial(INCOME, false);
            Trial second = portnokkel.trial(INCOME, false);
            Trial fresh = portnokkel.trial(INCOME, true);

            assertThat(first.claims()).containsEntry("scope", "skatteetaten:inntekt");
            assertThat(first.cached()).isFalse();
            assertThat(second.cached()).isTrue();
            assertThat(fresh.cached()).isFalse();
            assertThat(FIRST.twin().grantsReceived()).isEqualTo(2);
        }
    }

    private Path pinFile(String pin) throws IOException {
        Path file = Files.createFile(
                dataDir.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin);
    }

    private static List<ProblemCode> codes(Portnokkel portnokkel) {
        return portnokkel.problems().stream().map(Problem::code).toList();
    }
}
