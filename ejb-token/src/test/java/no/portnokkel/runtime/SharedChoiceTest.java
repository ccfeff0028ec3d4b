package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.StoredChoice.Digests;
import no.portnokkel.secrets.LogCapture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Whoever can write files or configure one application can neither choose the environment nor use production's key. */
@ResourceLock("softhsm2") // one SoftHSM store per process
@Tag("one-jdk")
class SharedChoiceTest extends TwoTwinsFixture {
    @Test
    void a_choice_written_by_hand_is_not_followed() throws IOException {
        try (PortnokkelOperations portnokkel = bank.start()) {
            portnokkel.tokens().get(INCOME);

            Files.writeString(choiceFile(), "name=second\nversion=7\nsince=2026-11-24T10:00:00Z\n");

            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
            assertThat(portnokkel.activeEnvironment().environment()).contains("first");
            assertThat(portnokkel.tokens().get(INCOME)).isNotNull();
            assertThat(portnokkel.isReady()).isTrue();
        }
    }

    @Test
    void a_signed_choice_that_was_edited_is_not_followed() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            activate(controlRoom, "first", 1);
        }
        edit("name=first", "name=second");

        try (PortnokkelOperations portnokkel = bank.start()) {
            portnokkel.tokens().get(INCOME);

            await().untilAsserted(() -> assertThat(codes(portnokkel)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
            assertThat(SECOND.twin().grantsReceived()).isZero();
        }
    }

    @Test
    void an_older_choice_that_is_put_back_is_not_followed() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            activate(controlRoom, "second", 1);
            String older = Files.readString(choiceFile());
            activate(controlRoom, "first", 2);

            Files.writeString(choiceFile(), older);

            await().untilAsserted(() -> assertThat(codes(controlRoom)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
            assertThat(controlRoom.activeEnvironment().environment()).contains("first");
        }
    }

    @Test
    void a_choice_that_was_made_before_a_switch_does_not_replace_it() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            StoredChoice older = switchTo(controlRoom, "second", 1);
            activate(controlRoom, "first", 2);

            controlRoom.activate(older);

            assertThat(controlRoom.activeEnvironment().version()).isEqualTo(2);
            assertThat(codes(controlRoom)).doesNotContain(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
        }
    }

    @Test
    void a_choice_that_cannot_be_stored_is_followed_reported_and_stored_as_soon_as_it_can() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            activate(controlRoom, "first", 1);
            keepStored(controlRoom);
            Files.delete(choiceFile());
            Files.createDirectories(choiceFile().resolve("in-the-way"));

            activate(controlRoom, "second", 2);

            assertThat(controlRoom.activeEnvironment().environment()).contains("second");
            assertThat(dataDir).isDirectoryNotContaining("glob:**.next");
            await().untilAsserted(() -> assertThat(codes(controlRoom)).contains(ProblemCode.CHOICE_NOT_STORED));

            Files.delete(choiceFile().resolve("in-the-way"));
            Files.delete(choiceFile());

            await().untilAsserted(() -> assertThat(codes(controlRoom)).doesNotContain(ProblemCode.CHOICE_NOT_STORED));
            assertThat(choiceFile()).content().contains("name=second");
        }
    }

    @Test
    void a_deleted_choice_is_stored_again() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);

            Files.delete(choiceFile());

            await().untilAsserted(() -> assertThat(choiceFile()).isNotEmptyFile());
        }
    }

    @Test
    void a_choice_written_by_hand_is_replaced_and_reported_until_two_persons_confirm() throws IOException {
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);
            activate(controlRoom, "first", 1);

            Files.writeString(choiceFile(), "name=second\nversion=7\nsince=2026-11-24T10:00:00Z\n");

            await().untilAsserted(() -> assertThat(choiceFile()).content().contains("name=first"));
            assertThat(codes(controlRoom)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
            controlRoom.choices().clearRejection();
            assertThat(codes(controlRoom)).doesNotContain(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
        }
    }

    @Test
    void an_application_that_finds_a_choice_written_by_hand_does_not_sign_with_a_key_of_production()
            throws IOException {
        withProductionKey("seal");
        Files.writeString(choiceFile(), "name=first\nversion=7\nsince=2026-11-24T10:00:00Z\n");

        try (PortnokkelOperations application = bank.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> application.tokens().get(INCOME))
                    .satisfies(refused ->
                            assertThat(refused.problem().code()).isEqualTo(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
            assertThat(FIRST.twin().grantsReceived()).isZero();
        }
    }

    @Test
    void a_key_that_is_not_in_the_hsm_is_no_failure_of_a_periodic_check() throws InterruptedException {
        bank.with("environments.first.key", "gone");

        assertNoPeriodicCheckFails();
    }

    @Test
    void a_choice_that_cannot_be_stored_is_no_failure_of_a_periodic_check() throws Exception {
        Files.createDirectories(choiceFile().resolve("in-the-way"));

        assertNoPeriodicCheckFails();
    }

    private void assertNoPeriodicCheckFails() throws InterruptedException {
        AtomicBoolean hasFailed = new AtomicBoolean();
        try (LogCapture log = LogCapture.start(
                        (entry, text) -> hasFailed.compareAndSet(false, text.contains("Periodic check failed")));
                PortnokkelOperations controlRoom = bank.start()) {
            log.flush();
            await().until(() -> controlRoom.hsm().orElseThrow().state() == HsmState.READY);
            CountDownLatch fourTimes = new CountDownLatch(4);
            controlRoom.choices().keepStored(() -> {
                fourTimes.countDown();
                return Optional.of(new Digests("0123", Optional.empty()));
            });

            assertThat(fourTimes.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(hasFailed).isFalse();
        }
    }

    @Test
    void a_choice_is_followed_while_the_hsm_is_locked_but_nothing_is_signed() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            activate(controlRoom, "second", 1);
        }
        bank.with("hsm.pin-file", dataDir.resolve("no-such-file").toString());

        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.activeEnvironment().environment()).contains("second");
            assertThat(codes(portnokkel)).doesNotContain(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
        }
    }

    @Test
    void an_application_that_redefines_an_environment_cannot_sign_with_a_key_of_production() {
        withProductionKey("seal");
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);
        }
        bank.in("first", SECOND.twin());

        try (PortnokkelOperations application = bank.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> application.tokens().get(INCOME))
                    .satisfies(refused ->
                            assertThat(refused.problem().code()).isEqualTo(ProblemCode.ENVIRONMENT_NOT_CONFIRMED));
            assertThat(codes(application)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
            assertThat(SECOND.twin().grantsReceived()).isZero();
        }
    }

    @Test
    void a_changed_setting_of_the_control_room_is_stored_although_its_database_is_unavailable() throws IOException {
        withProductionKey("seal");
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);
        }
        String before = Files.readString(choiceFile());
        bank.in("first", SECOND.twin());

        try (PortnokkelOperations controlRoom = bank.start()) {
            controlRoom.choices().keepStored(Optional::empty);

            assertThat(controlRoom.tokens().get(INCOME)).isNotNull();
            await().untilAsserted(() -> assertThat(choiceFile()).content().isNotEqualTo(before));
            assertThat(choiceFile()).content().contains("in-effect=0123");
        }
        try (PortnokkelOperations application = bank.start()) {
            assertThat(application.tokens().get(INCOME)).isNotNull();
        }
    }

    @Test
    void in_class_test_and_with_its_own_key_a_differing_application_is_only_reported() {
        withProductionKey("another-seal");
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);
        }
        bank.in("first", SECOND.twin());

        try (PortnokkelOperations application = bank.start()) {
            assertThat(application.tokens().get(INCOME)).isNotNull();
            assertThat(codes(application)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
            assertThat(SECOND.twin().grantsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void an_application_may_have_further_clients() {
        withProductionKey("seal");
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);
        }
        bank.with("environments.first.clients.own.client-id", Bank.CLIENT);

        try (PortnokkelOperations application = bank.start()) {
            TokenRequest request = INCOME.byClient("own");
            assertThat(application.tokens().get(request)).isNotNull();
            assertThat(codes(application)).doesNotContain(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
        }
    }

    @Test
    void the_control_room_stores_the_configured_environment_and_leaves_the_choice_to_the_configuration() {
        try (PortnokkelOperations controlRoom = bank.start()) {
            keepStored(controlRoom);
        }
        bank.with("environment", "second");

        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.activeEnvironment().environment()).contains("second");
            assertThat(portnokkel.activeEnvironment().version()).isZero();
        }
    }

    private void withProductionKey(String label) {
        bank.with("environments.prod.client-id", "production-client")
                .with("environments.prod.organisation-number", Bank.OWNER)
                .with("environments.prod.key", label);
    }

    private void keepStored(PortnokkelOperations controlRoom) {
        controlRoom.choices().keepStored(() -> Optional.of(new Digests("0123", Optional.empty())));
        await().untilAsserted(() -> assertThat(choiceFile()).isNotEmptyFile());
    }

    private Path choiceFile() {
        return dataDir.resolve("active-environment");
    }

    private void edit(String from, String to) throws IOException {
        Files.writeString(choiceFile(), Files.readString(choiceFile()).replace(from, to));
    }
}
