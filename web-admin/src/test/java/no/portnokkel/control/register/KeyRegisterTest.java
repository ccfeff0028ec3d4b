package no.portnokkel.control.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.register.FakeDevices.FakeHsm;
import no.portnokkel.control.register.KeyRegister.Device;
import no.portnokkel.hsm.register.KeyUse;
import no.portnokkel.hsm.register.RegisterEntry;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRegisterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final KeyUse GRANTS = KeyUse.ofGrants("seal", "prod", Optional.empty(), Optional.empty());
    private static final Instant END = FakeDevices.CERTIFICATE.getNotAfter().toInstant();

    @TempDir
    Path dataDir;

    private final Logger logger = Logger.getLogger(ExpiryWarnings.class.getName());
    private final List<String> log = new ArrayList<>();
    private final Handler handler = new Recorder(log);
    private final FakeDevices devices = new FakeDevices();
    private ManualClock time = new ManualClock();

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void a_device_is_read_at_most_once_a_minute_however_often_somebody_asks() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();

        register.current();
        time.advance(MINUTE.minusNanos(1));
        register.current();
        assertThat(hsm.readings).isEqualTo(1);

        time.advance(Duration.ofNanos(1));
        register.current();
        assertThat(hsm.readings).isEqualTo(2);
    }

    @Test
    void a_device_in_use_is_read_once_an_hour_when_nobody_asks_and_another_one_not_at_all() {
        FakeHsm inUse = devices.isInUse("", "bank");
        FakeHsm unused = devices.configured("spare", "spare");
        KeyRegister register = register();

        for (int second = 0; second < 3_601; second++) {
            register.check();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(inUse.readings).isEqualTo(2);
        assertThat(unused.readings).isZero();
    }

    @Test
    void every_configured_device_is_listed_under_its_name() {
        devices.isInUse("", "bank").holds("seal");
        devices.configured("spare", "spare-token").holds("seal");

        assertThat(register().current().entries())
                .extracting(RegisterEntry::source)
                .containsExactly("bank", "spare/spare-token");
    }

    @Test
    void the_configuration_of_one_device_does_not_use_the_keys_of_another() {
        devices.uses.add(GRANTS);
        devices.isInUse("", "bank").holds("seal");
        devices.configured("spare", "spare-token").holds("seal");

        assertThat(register().current().entries())
                .extracting(entry -> entry.state().word())
                .containsExactly("active", "certified");
    }

    @Test
    void a_key_that_its_device_no_longer_has_is_retired_until_it_is_there_again() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        register.check();
        assertThat(register.retired()).isEmpty();

        hsm.loses("seal");
        time.advance(HOUR);
        register.check();
        assertThat(register.retired()).singleElement().satisfies(key -> {
            assertThat(key.getString("label")).isEqualTo("seal");
            assertThat(key.getString("state")).isEqualTo("retired");
            assertThat(key.getString("retiredOn"))
                    .isEqualTo(
                            LocalDate.ofInstant(time.instant(), ZoneOffset.UTC).toString());
        });
        time.advance(DAY);
        register.check();
        assertThat(register.retired()).as("a day later").hasSize(1);

        hsm.holds("seal");
        time.advance(HOUR);
        register.check();
        assertThat(register.retired()).isEmpty();
    }

    @Test
    void a_key_that_was_removed_while_the_server_was_down_is_retired_although_another_device_was_read_first() {
        FakeHsm first = devices.isInUse("", "bank").holds("seal");
        FakeHsm second = devices.isInUse("spare", "spare-token").holds("seal");
        register().check();

        KeyRegister restarted = register();
        second.isListing = true;
        restarted.check();
        assertThat(restarted.retired()).isEmpty();
        second.isListing = false;
        second.loses("seal");
        time.advance(HOUR);
        restarted.check();

        assertThat(restarted.retired())
                .extracting(key -> key.getString("source"))
                .containsExactly("spare/spare-token");
        assertThat(first.readings).isGreaterThan(1);
    }

    @Test
    void a_key_of_a_device_that_is_away_is_not_retired() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        register.check();

        hsm.isAway();
        time.advance(HOUR);
        register.check();

        assertThat(register.retired()).isEmpty();
    }

    @Test
    void a_device_that_is_away_has_a_problem_and_shows_what_it_had() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        Instant readAt = time.instant();
        register.current();

        hsm.isAway();
        hsm.loses("seal");
        time.advance(MINUTE);

        Device away = register.devices().get(0);
        assertThat(away.register().entries()).extracting(RegisterEntry::label).containsExactly("seal");
        assertThat(away.readAt()).contains(readAt);
        assertThat(away.problem().map(Problem::code)).contains(ProblemCode.HSM_UNAVAILABLE);
    }

    @Test
    void a_device_that_was_never_there_has_a_problem_and_no_entries() {
        devices.configured("spare", "spare-token").isAway();

        Device away = register().devices().get(0);

        assertThat(away.register().entries()).isEmpty();
        assertThat(away.readAt()).isEmpty();
        assertThat(away.problem()).isPresent();
    }

    @Test
    void a_device_that_is_being_listed_for_somebody_else_is_asked_again_at_once() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        hsm.isListing = true;
        register.check();
        hsm.isListing = false;

        register.check();

        assertThat(hsm.readings).isEqualTo(1);
    }

    @Test
    void objects_that_cannot_be_read_are_named() {
        devices.isInUse("", "bank").holds("seal").defects.add("CKO_CERTIFICATE \"left\" (CKA_VALUE)");

        assertThat(register().devices().get(0).skipped()).containsExactly("CKO_CERTIFICATE \"left\" (CKA_VALUE)");
    }

    @Test
    void a_check_that_fails_holds_up_nobody_and_is_made_again_an_hour_later() {
        devices.isInUse("", "bank").holds("next");
        KeyRegister register = registerWithDaysLeft(30);
        devices.isBroken = true;
        register.check();
        devices.isBroken = false;

        register.check();
        assertThat(register.problems()).isEmpty();

        time.advance(HOUR);
        register.check();
        assertThat(register.problems()).hasSize(1);
    }

    @Test
    void a_key_in_use_is_logged_at_90_days_and_a_problem_from_60_days_on() {
        devices.uses.add(GRANTS);
        devices.isInUse("", "bank").holds("seal");
        KeyRegister register = registerWithDaysLeft(91);
        register.check();
        assertThat(log).isEmpty();

        time.advance(DAY);
        register.check();
        assertThat(log).hasSize(1);
        assertThat(register.problems()).isEmpty();

        time.advance(DAY.multipliedBy(30));
        register.check();
        assertThat(register.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CERTIFICATE_EXPIRES_SOON);
            assertThat(problem.detail().en()).contains("\"seal\"", "bank", "in use", "2029-11-29", "60");
        });
    }

    @Test
    void each_threshold_is_logged_once() {
        devices.isInUse("", "bank").holds("next");
        KeyRegister register = registerWithDaysLeft(100);

        for (int hour = 0; hour < 24 * 110; hour++) {
            register.check();
            time.advance(HOUR);
        }

        assertThat(log).hasSize(5);
    }

    @Test
    void a_key_that_waits_is_warned_of_too_and_the_problem_says_that_it_waits() {
        devices.isInUse("", "bank").holds("next");
        KeyRegister register = registerWithDaysLeft(30);

        register.check();

        assertThat(register.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail().no()).contains("«next»", "venter"));
        assertThat(log).hasSize(1);
    }

    @Test
    void the_active_key_is_logged_and_its_problem_left_to_the_server() {
        devices.uses.add(GRANTS);
        devices.activeKeys.add("seal");
        devices.isInUse("", "bank").holds("seal");
        KeyRegister register = registerWithDaysLeft(10);

        register.check();

        assertThat(register.problems()).isEmpty();
        assertThat(log).hasSize(1);
    }

    @Test
    void a_certificate_that_no_grant_carries_is_not_warned_of() {
        devices.uses.add(KeyUse.ofGrants("seal", "prod", Optional.empty(), Optional.of("kid-1")));
        devices.isInUse("", "bank").holds("seal");
        KeyRegister register = registerWithDaysLeft(10);

        register.check();

        assertThat(register.problems()).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void two_days_are_compared_by_what_was_known_last_on_each() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal-2026");
        KeyRegister register = register();
        LocalDate first = LocalDate.parse("2026-11-24");
        register.check();
        hsm.holds("seal-2027");
        time.advance(HOUR);
        register.check();
        time.advance(DAY);
        hsm.loses("seal-2026");
        register.check();
        time.advance(DAY);
        hsm.holds("seal-2028");

        KeyRegister.Comparison now = register.compare(first, Optional.empty());
        assertThat(labels(now.difference().added())).containsExactly("seal-2028");
        assertThat(labels(now.difference().removed())).containsExactly("seal-2026");
        assertThat(now.since()).isEqualTo(first);
        assertThat(now.until()).isEqualTo(LocalDate.parse("2026-11-26"));

        KeyRegister.Comparison then = register.compare(first, Optional.of(LocalDate.parse("2026-11-25")));
        assertThat(then.difference().added()).isEmpty();
        assertThat(labels(then.difference().removed())).containsExactly("seal-2026");
    }

    @Test
    void a_token_that_was_emptied_has_an_empty_register_on_that_day() {
        FakeHsm hsm = devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        register.check();
        hsm.loses("seal");
        time.advance(DAY);
        register.check();

        assertThat(register.compare(LocalDate.parse("2026-11-24"), Optional.of(LocalDate.parse("2026-11-25")))
                        .difference()
                        .removed())
                .hasSize(1);
    }

    @Test
    void a_day_before_the_first_register_is_not_found() {
        devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        register.check();

        ProblemException missing = Objects.requireNonNull(catchThrowableOfType(
                ProblemException.class, () -> register.compare(LocalDate.parse("2026-11-23"), Optional.empty())));

        assertThat(missing.problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(missing.problem().detail().en()).contains("2026-11-23");
    }

    @Test
    void registers_are_kept_for_400_days() {
        devices.isInUse("", "bank").holds("seal");
        KeyRegister register = register();
        register.check();
        time.advance(DAY.multipliedBy(401));
        register.check();

        assertThat(catchThrowableOfType(
                        ProblemException.class,
                        () -> register.compare(LocalDate.parse("2026-11-24"), Optional.empty())))
                .isNotNull();
    }

    private static List<String> labels(List<JsonObject> entries) {
        return entries.stream().map(entry -> entry.getString("label")).toList();
    }

    private KeyRegister registerWithDaysLeft(int days) {
        time = new ManualClock(END.minus(days, ChronoUnit.DAYS));
        return register();
    }

    private KeyRegister register() {
        Database database = TestDatabase.in(dataDir, time);
        return new KeyRegister(devices, database, "node-1", time, time);
    }

    /** Keeps the messages of a logger. */
    private static final class Recorder extends Handler {
        private final List<String> messages;

        Recorder(List<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
