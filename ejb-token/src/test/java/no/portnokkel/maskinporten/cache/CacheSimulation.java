package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.testkit.ManualClock;

/**
 * One random run of one cache entry on a simulated clock: callers, the refresher, and a server that is slow, fails, refuses, hangs or
 * returns wrong lifetimes, while the wall clock is changed and the machine is suspended. {@link CacheInvariants} checks the
 * guarantees after each event.
 */
final class CacheSimulation {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final int[] LIFETIMES = {5, 10, 30, 60, 120, 120, 120, 130, 500, 3600};
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final Random random;
    private final ManualClock time = new ManualClock();
    private final long start = time.getAsLong();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.naturalOrder());
    private final long lifetime;
    private final long sweepInterval;
    private final boolean undisturbed;
    private final CacheInvariants invariants;
    private final TokenCache tokens;
    private CachedToken entry;
    private Behaviour behaviour = Behaviour.NORMAL;
    private Response responseInProgress = new Response(0, Behaviour.NORMAL, Instant.EPOCH, 0);
    private int scheduled;

    CacheSimulation(long seed) {
        this.random = new Random(seed);
        this.lifetime = seconds(LIFETIMES[random.nextInt(LIFETIMES.length)]);
        this.sweepInterval = Math.min(seconds(10), Math.max(seconds(1) / 5, lifetime / 120));
        this.undisturbed = random.nextInt(10) == 0;
        this.invariants = new CacheInvariants(sweepInterval + sweepInterval / 2);
        FetchRuntime runtime = new FetchRuntime(
                new AbandonableExecutor(this::execute, 1_000),
                this::execute,
                time,
                time,
                random,
                new EventPublisher(""));
        this.tokens = new TokenCache(
                this::respond, "lab", new TokenSettings(0.75, OptionalDouble.empty(), 100, LONGEST_WAIT), runtime);
        this.entry = tokens.entry(INCOME);
    }

    /** Runs for about three lifetimes. Returns the violated guarantees. */
    List<String> run() {
        long end = 2 * lifetime + random.nextLong(2 * lifetime);
        at(sweepInterval, this::sweep);
        at(0, this::call);
        at(random.nextLong(lifetime), this::changeBehaviour);
        if (!undisturbed) {
            at(random.nextLong(end / 2), this::disturb);
        }
        while (!events.isEmpty() && events.peek().at() < end) {
            Event next = events.poll();
            time.advance(Duration.ofNanos(next.at() - now()));
            next.what().run();
        }
        tokens.close();
        if (entry.hit(time.getAsLong()) != null) {
            invariants.violation(now(), "a token was returned after the cache was closed");
        }
        if (undisturbed && lifetime >= seconds(10)) {
            invariants.requireNoMissAfterTheFirst(now());
        }
        return invariants.violations();
    }

    private void sweep() {
        tokens.refreshDue();
        at(sweepInterval + random.nextLong(sweepInterval / 4), this::sweep);
    }

    private void call() {
        invariants.called(now());
        AccessToken hit = entry.hit(time.getAsLong());
        if (hit != null) {
            invariants.returned(now(), number(hit));
        } else {
            long missedAt = now();
            invariants.missed(missedAt);
            entry = tokens.entry(INCOME); // as an injected supplier does
            AtomicBoolean answered = new AtomicBoolean();
            entry.miss().thenAccept(result -> {
                answered.set(true);
                if (result instanceof TimedToken issued) {
                    invariants.returned(now(), number(issued.token()));
                }
            });
            at(LONGEST_WAIT.toNanos(), () -> {
                if (!answered.get()) {
                    invariants.violation(
                            now(), "a caller that came at " + missedAt + " was not answered within its limit");
                }
            });
        }
        boolean pause = !undisturbed && random.nextInt(200) == 0;
        at(pause ? random.nextLong(2 * lifetime) : 1 + random.nextLong(lifetime / 60), this::call);
    }

    private void changeBehaviour() {
        behaviour = undisturbed ? Behaviour.NORMAL : Behaviour.values()[random.nextInt(Behaviour.values().length)];
        at(1 + random.nextLong(lifetime), this::changeBehaviour);
    }

    private void disturb() {
        long amount = random.nextLong(2 * lifetime);
        switch (random.nextInt(4)) {
            case 0 -> {
                time.moveWallClock(Duration.ofNanos(-amount));
            }
            case 1 -> {
                time.moveWallClock(Duration.ofNanos(amount));
                invariants.wallClockSetForward(now());
            }
            case 2 -> {
                time.moveWallClock(Duration.ofNanos(amount));
                invariants.suspended(now(), amount);
            }
            default -> {
                tokens.clear();
                invariants.cleared();
            }
        }
        // at most once between two sweeps: two clocks cannot detect a suspension that is cancelled by setting the wall
        // clock back
        at(2 * sweepInterval + random.nextLong(2 * lifetime), this::disturb);
    }

    /** The executor: the response is determined when the request is sent, and returned when it has arrived. */
    private void execute(Runnable task) {
        Response response = new Response(invariants.requested(now()), behaviour, time.instant(), time.getAsLong());
        long fast = seconds(1) * (undisturbed ? 3 : 1 + random.nextInt(9)) / 10;
        long duration = switch (behaviour) {
            case HANGS -> seconds(10);
            case SLOW -> random.nextLong(seconds(10));
            default -> undisturbed ? fast : random.nextLong(fast);
        };
        at(duration, () -> {
            responseInProgress = response;
            task.run();
        });
    }

    /** The token source, called when the response arrives. */
    private IssuedToken respond(TokenRequest request) {
        Response response = responseInProgress;
        long actualLifetime =
                response.behaviour() == Behaviour.WRONG_LIFETIME ? random.nextLong(lifetime) - lifetime / 2 : lifetime;
        long clockError = random.nextInt(4) == 0 ? random.nextLong(seconds(9)) : 0;
        switch (response.behaviour()) {
            case HANGS, FAILS -> {
                invariants.failed(now(), response.number());
                throw failure(ProblemCode.MASKINPORTEN_UNAVAILABLE);
            }
            case HSM_OUTAGE -> {
                invariants.failedByHsm(response.number());
                throw failure(ProblemCode.HSM_UNAVAILABLE);
            }
            case REFUSES -> {
                invariants.refused(now());
                throw failure(ProblemCode.MASKINPORTEN_REFUSED);
            }
            default -> invariants.issued(now(), response.number(), actualLifetime, clockError);
        }
        AccessToken token = new AccessToken(
                "t" + response.number(), response.requestedAt().plusNanos(actualLifetime), request.scopes());
        return new IssuedToken(
                token,
                "jti",
                response.requestedAt(),
                response.requestedAtNanos(),
                Duration.ofNanos(actualLifetime),
                Duration.ZERO,
                Duration.ofNanos(time.getAsLong() - response.requestedAtNanos()),
                Duration.ofNanos(clockError));
    }

    private static TokenException failure(ProblemCode code) {
        Problem problem = Problem.of(code, Text.verbatim("Failure."), Text.verbatim("Remedy."));
        return code.passesByItself() ? new TokenUnavailableException(problem) : new TokenRefusedException(problem);
    }

    private void at(long delay, Runnable what) {
        events.add(new Event(now() + delay, scheduled++, what));
    }

    private long now() {
        return time.getAsLong() - start;
    }

    private static int number(AccessToken token) {
        return Integer.parseInt(token.value().substring(1));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private enum Behaviour {
        NORMAL,
        NORMAL_TOO,
        SLOW,
        HANGS,
        FAILS,
        HSM_OUTAGE,
        REFUSES,
        WRONG_LIFETIME
    }

    private record Response(int number, Behaviour behaviour, Instant requestedAt, long requestedAtNanos) {}

    private record Event(long at, int order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Integer.compare(order, other.order);
        }
    }
}
