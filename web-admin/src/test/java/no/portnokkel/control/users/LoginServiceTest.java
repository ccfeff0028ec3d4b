package no.portnokkel.control.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.control.users.LoginService.Result;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginServiceTest {
    private static final String OFFICE = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.9";
    private static final String RIGHT = "right";
    private static final Map<String, String> CONFIGURATION = Map.of(
            "portnokkel.admin.users.kari.roles",
            "operator",
            "portnokkel.admin.users.kari.password-hash",
            "PBKDF2WithHmacSHA512:210000:c2FsdHNhbHRzYWx0c2FsdA==:aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g=");

    private final ManualClock clock = new ManualClock();
    private final SlowCheck check = new SlowCheck();
    private final LoginService logins = new LoginService(
            Users.read(ConfigValues.of(CONFIGURATION), new Random(1)),
            check,
            Thread::new,
            clock,
            new Random(2),
            Duration.ZERO);

    @AfterEach
    void close() {
        check.finish(10_000);
        logins.close();
    }

    @Test
    void a_right_password_is_accepted_and_remembered_for_a_minute() {
        check.finish(1);
        assertThat(result(logins.verify("kari", RIGHT, OFFICE))).isInstanceOf(Result.Accepted.class);
        assertThat(result(logins.verify("kari", RIGHT, ELSEWHERE))).isInstanceOf(Result.Accepted.class);
        assertThat(logins.remembered("kari", RIGHT, OFFICE)).isPresent();
        assertThat(logins.remembered("kari", "wrong", OFFICE)).isEmpty();
        assertThat(check.started()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(logins.remembered("kari", RIGHT, OFFICE)).isEmpty();
    }

    @Test
    void twelve_parallel_right_logins_all_succeed() {
        List<CompletionStage<Result>> parallel = new ArrayList<>();
        for (int login = 0; login < 12; login++) {
            parallel.add(logins.verify("kari", RIGHT, login % 2 == 0 ? OFFICE : ELSEWHERE));
        }
        check.finish(100);
        assertThat(parallel).allSatisfy(login -> assertThat(result(login)).isInstanceOf(Result.Accepted.class));
    }

    @Test
    void requests_with_the_same_credential_from_one_address_share_one_check() {
        List<CompletionStage<Result>> parallel = new ArrayList<>();
        for (int login = 0; login < 30; login++) {
            parallel.add(logins.verify("kari", RIGHT, OFFICE));
        }
        check.finish(100);
        assertThat(parallel).allSatisfy(login -> assertThat(result(login)).isInstanceOf(Result.Accepted.class));
        assertThat(check.started()).isEqualTo(1);
    }

    @Test
    void at_most_two_passwords_are_checked_at_a_time_and_at_most_50_wait() throws InterruptedException {
        CompletionStage<Result> first = logins.verify("kari", "a", OFFICE);
        CompletionStage<Result> second = logins.verify("ola", "b", OFFICE);
        check.awaitStarted(2);
        List<CompletionStage<Result>> others = new ArrayList<>();
        for (int login = 0; login < 300; login++) {
            others.add(logins.verify("name" + login, "c", OFFICE));
        }

        assertThat(others.subList(50, 300))
                .allSatisfy(refused -> assertThat(result(refused)).isInstanceOf(Result.Busy.class));
        check.finish(10_000);
        assertThat(result(first)).isInstanceOf(Result.Refused.class);
        assertThat(result(second)).isInstanceOf(Result.Refused.class);
        assertThat(others.subList(0, 50))
                .allSatisfy(waiting -> assertThat(result(waiting)).isInstanceOf(Result.Refused.class));
        assertThat(check.mostAtATime()).isEqualTo(2);

        assertThat(result(logins.verify("kari", RIGHT, ELSEWHERE))).isInstanceOf(Result.Accepted.class);
    }

    @Test
    void a_login_that_waited_three_seconds_is_not_checked_any_more() throws InterruptedException {
        logins.verify("kari", "a", OFFICE);
        logins.verify("ola", "b", OFFICE);
        check.awaitStarted(2);
        CompletionStage<Result> waiting = logins.verify("kari", RIGHT, OFFICE);
        clock.advance(Duration.ofSeconds(3));
        check.finish(2);
        assertThat(result(waiting)).isInstanceOf(Result.Busy.class);
        assertThat(check.started()).isEqualTo(2);
    }

    @Test
    void parallel_guesses_gain_at_most_one_attempt() {
        List<CompletionStage<Result>> guesses = new ArrayList<>();
        for (int guess = 0; guess < 40; guess++) {
            guesses.add(logins.verify("kari", "guess" + guess, ELSEWHERE));
        }
        check.finish(100);
        guesses.forEach(LoginServiceTest::result);
        assertThat(check.started()).isBetween(5, 6);
        assertThat(result(logins.verify("kari", RIGHT, ELSEWHERE))).isInstanceOf(Result.Throttled.class);
        assertThat(result(logins.verify("kari", RIGHT, OFFICE))).isInstanceOf(Result.Accepted.class);
    }

    @Test
    void successes_elsewhere_between_guesses_help_nobody() {
        check.finish(1_000);
        for (int guess = 0; guess < 40; guess++) {
            result(logins.verify("kari", "guess" + guess, ELSEWHERE));
            result(logins.verify("kari", RIGHT, OFFICE));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(check.guesses()).isBetween(5, 6);
    }

    @Test
    void the_password_of_a_name_that_many_addresses_guess_is_checked_a_second_later_and_not_too_late() {
        check.finish(1_000);
        for (int address = 0; address < 20; address++) {
            result(logins.verify("kari", "guess", "198.51.100." + address));
        }
        long startNanos = System.nanoTime();
        CompletionStage<Result> login = logins.verify("kari", RIGHT, OFFICE);
        clock.advance(Duration.ofMillis(3_500)); // the second is added to the three that any login may wait
        assertThat(result(login)).isInstanceOf(Result.Accepted.class);
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_success_forgets_the_failures_from_its_own_address_whether_it_was_checked_or_remembered() {
        check.finish(1_000);
        for (int round = 0; round < 2; round++) { // the first success is checked, the second remembered
            for (int mistake = 0; mistake < 4; mistake++) {
                result(logins.verify("kari", "mistake" + round + mistake, OFFICE));
            }
            assertThat(result(logins.verify("kari", RIGHT, OFFICE))).isInstanceOf(Result.Accepted.class);
        }
        result(logins.verify("kari", "one more mistake", OFFICE));
        assertThat(result(logins.verify("kari", RIGHT, OFFICE))).isInstanceOf(Result.Accepted.class);
    }

    @Test
    void a_name_of_100_characters_is_checked() {
        check.finish(1);
        result(logins.verify("x".repeat(100), "y", OFFICE));
        assertThat(check.started()).isEqualTo(1);
    }

    @Test
    void a_blocked_address_does_not_learn_from_the_memory_which_guess_is_right() {
        check.finish(1_000);
        result(logins.verify("kari", RIGHT, OFFICE));
        for (int guess = 0; guess < 5; guess++) {
            result(logins.verify("kari", "guess" + guess, ELSEWHERE));
        }
        assertThat(logins.remembered("kari", RIGHT, ELSEWHERE)).isEmpty();
        assertThat(result(logins.verify("kari", RIGHT, ELSEWHERE))).isInstanceOf(Result.Throttled.class);
        assertThat(logins.remembered("kari", RIGHT, OFFICE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 2_000_000})
    void names_over_100_characters_are_refused_and_no_hash_is_computed(int length) {
        assertThat(result(logins.verify("x".repeat(length), "y", OFFICE))).isInstanceOf(Result.Refused.class);
        assertThat(check.started()).isZero();
    }

    @Test
    void a_check_that_fails_refuses_and_does_not_end_the_service() {
        check.finish(1_000);
        assertThat(result(logins.verify("kari", "broken", OFFICE))).isInstanceOf(Result.Refused.class);
        assertThat(result(logins.verify("kari", RIGHT, OFFICE))).isInstanceOf(Result.Accepted.class);
    }

    private static Result result(CompletionStage<Result> login) {
        return login.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** A password check that ends when the test says so. */
    private static final class SlowCheck implements LoginService.PasswordCheck {
        private final Semaphore started = new Semaphore(0);
        private final Semaphore allowed = new Semaphore(0);
        private final AtomicInteger total = new AtomicInteger();
        private final AtomicInteger guesses = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public boolean matches(char[] password, String hash) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            total.incrementAndGet();
            started.release();
            allowed.acquireUninterruptibly();
            running.decrementAndGet();
            boolean right = Arrays.equals(password, RIGHT.toCharArray());
            if (!right) {
                guesses.incrementAndGet();
            }
            if (Arrays.equals(password, "broken".toCharArray())) {
                throw new IllegalArgumentException("a malformed hash");
            }
            return right;
        }

        void finish(int checks) {
            allowed.release(checks);
        }

        void awaitStarted(int checks) throws InterruptedException {
            started.acquire(checks);
        }

        int started() {
            return total.get();
        }

        int guesses() {
            return guesses.get();
        }

        int mostAtATime() {
            return most.get();
        }
    }
}
