package no.portnokkel.control.users;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import no.portnokkel.problem.Problem;

/**
 * Checks passwords, at a bounded cost: a password hash is slow on purpose, so at most two are computed at a time, at most 50
 * logins wait, each at most three seconds, and the same credential from one address is checked once however many requests
 * carry it. A verified credential is remembered for a minute, by a keyed hash. Guessing is limited by name and address; a
 * login under way is not a failure. The limit comes before the memory, which would otherwise tell a blocked caller whether
 * a guess is right. No calling thread is blocked. Thread-safe.
 */
public final class LoginService implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LoginService.class.getName());

    private static final int MAX_HASHES_AT_A_TIME = 2;
    private static final int MAX_WAITING = 50;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 1_000;
    private static final int MAX_NAME_LENGTH = 100; // characters

    /**
     * Payara loses the asynchronous dispatch of a request when another thread asks for it in the very moment in which the
     * request's own thread returns to the server. So another thread answers only after that one has returned.
     */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Users users;
    private final PasswordCheck passwordCheck;
    private final ScheduledThreadPoolExecutor executor;
    private final ScheduledThreadPoolExecutor answers;
    private final Duration pause;
    private final LongSupplier nanoClock;
    private final KeyedHash hash;
    private final LoginThrottle throttle;
    private final ExpiringMap<Person> verified;
    private final Map<String, CompletableFuture<Result>> checks = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Creates the service.
     *
     * @param passwordCheck compares a password with a configured hash
     * @param threads creates two threads that compute hashes, and one that answers
     * @param nanoClock monotonic clock, in nanoseconds
     * @param random cryptographically strong
     */
    public LoginService(
            Users users,
            PasswordCheck passwordCheck,
            ThreadFactory threads,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this(users, passwordCheck, threads, nanoClock, random, PAUSE);
    }

    /** @param pause between the result of a check and its answer */
    LoginService(
            Users users,
            PasswordCheck passwordCheck,
            ThreadFactory threads,
            LongSupplier nanoClock,
            RandomGenerator random,
            Duration pause) {
        this.users = users;
        this.passwordCheck = passwordCheck;
        this.executor = new ScheduledThreadPoolExecutor(MAX_HASHES_AT_A_TIME, threads);
        this.answers = new ScheduledThreadPoolExecutor(1, threads);
        this.pause = pause;
        this.nanoClock = nanoClock;
        this.hash = new KeyedHash(random);
        this.throttle = new LoginThrottle(hash, nanoClock);
        this.verified = new ExpiringMap<>(MEMORY, MAX_REMEMBERED, nanoClock);
    }

    /**
     * Returns the person if this credential was verified within the last minute, and the name is not blocked from this address.
     * Computes no password hash.
     *
     * @param address of the caller, as {@link java.net.InetAddress#getHostAddress} writes it
     */
    public Optional<Person> remembered(String name, String password, String address) {
        if (name.length() > MAX_NAME_LENGTH
                || !throttle.remainingBlock(name, address).isZero()) {
            return Optional.empty();
        }
        Optional<Person> known = verified.get(hash.of(name, password));
        if (known.isPresent()) {
            throttle.recordSuccess(name, address);
        }
        return known;
    }

    /**
     * Checks a credential in the background. An unknown name takes as long as a wrong password.
     *
     * @param address of the caller, as {@link java.net.InetAddress#getHostAddress} writes it
     * @return never fails
     */
    public CompletionStage<Result> verify(String name, String password, String address) {
        if (name.length() > MAX_NAME_LENGTH) { // nothing of it is kept
            return CompletableFuture.completedFuture(new Result.Refused());
        }
        Duration block = throttle.remainingBlock(name, address);
        if (!block.isZero()) {
            return CompletableFuture.completedFuture(new Result.Throttled(block));
        }
        Optional<Person> known = remembered(name, password, address);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(new Result.Accepted(known.get()));
        }
        String key = hash.of(name, password, address);
        CompletableFuture<Result> check = new CompletableFuture<>();
        CompletableFuture<Result> underWay = checks.putIfAbsent(key, check);
        if (underWay != null) {
            return later(underWay);
        }
        enqueue(name, password, address, result -> {
            checks.remove(key);
            check.complete(result);
        });
        return check.isDone() ? check : later(check);
    }

    private CompletionStage<Result> later(CompletionStage<Result> check) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        check.thenAccept(result -> {
            try {
                ScheduledFuture<?> unused =
                        answers.schedule(() -> answer.complete(result), pause.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                answer.complete(result);
            }
        });
        return answer;
    }

    private void enqueue(String name, String password, String address, Consumer<Result> answer) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            answer.accept(new Result.Busy(LONGEST_WAIT));
            return;
        }
        Duration delay = throttle.slowDown(name);
        long deadlineNanos = nanoClock.getAsLong() + delay.plus(LONGEST_WAIT).toNanos();
        Runnable task = () -> {
            waiting.decrementAndGet();
            boolean tooLate = nanoClock.getAsLong() - deadlineNanos >= 0;
            answer.accept(tooLate ? new Result.Busy(LONGEST_WAIT) : check(name, password, address));
        };
        try {
            ScheduledFuture<?> unused = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
            answer.accept(new Result.Busy(LONGEST_WAIT));
        }
    }

    /** The throttle is asked again, since other attempts may have failed while this one was waiting. */
    private Result check(String name, String password, String address) {
        Duration block = throttle.remainingBlock(name, address);
        if (!block.isZero()) {
            return new Result.Throttled(block);
        }
        Optional<Person> person = matches(name, password) ? users.find(name) : Optional.empty();
        if (person.isEmpty()) {
            throttle.recordFailure(name, address);
            return new Result.Refused();
        }
        throttle.recordSuccess(name, address);
        verified.put(hash.of(name, password), person.get());
        return new Result.Accepted(person.get());
    }

    private boolean matches(String name, String password) {
        try {
            return users.passwordHash(name)
                    .filter(configured -> passwordCheck.matches(password.toCharArray(), configured))
                    .isPresent();
        } catch (RuntimeException failed) { // the check is the server's own code
            LOG.log(System.Logger.Level.ERROR, "A password could not be checked", failed);
            return false;
        }
    }

    /** Ends the threads. Logins that wait are not answered any more. */
    @Override
    public void close() {
        executor.shutdownNow();
        answers.shutdownNow();
    }

    /** Compares a password with a hash in the format of {@code Pbkdf2PasswordHash}. Slow on purpose. */
    @FunctionalInterface
    public interface PasswordCheck {
        boolean matches(char[] password, String hash);
    }

    /** The result of a login attempt. */
    public sealed interface Result {
        /** The password is right. */
        record Accepted(Person person) implements Result {}

        /** The name is unknown, or the password is wrong. */
        record Refused() implements Result {}

        /**
         * The password was not checked, because of too many failures from the same address.
         *
         * @param remaining time until the next attempt is allowed
         */
        record Throttled(Duration remaining) implements Result {}

        /**
         * The person is known by an access token, and has no role here, or roles that exclude each other.
         *
         * @param problem what the person is told
         */
        record NotPermitted(Problem problem) implements Result {}

        /**
         * The password was not checked, because too many logins wait.
         *
         * @param retryAfter when to try again
         */
        record Busy(Duration retryAfter) implements Result {}
    }
}
