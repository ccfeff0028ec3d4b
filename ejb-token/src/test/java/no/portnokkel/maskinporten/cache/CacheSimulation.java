package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.TokenSettings;
import no.portnokkel.maskinporten.endpoint.IssuedToken;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * One random life of one token, event by event on a simulated clock: callers, the refresher, and a server that is slow,
 * fails, refuses, lies or hangs, while the wall clock is set and the machine falls asleep. What happens is compared with
 * {@link CacheInvariants}, which knows the promises and none of the code.
 */
final class CacheSimulation {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final int[] LIFETIMES = {5, 10, 30, 60, 120, 120, 120, 130, 500, 3600};
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final Random chance;
    private final ManualTime time = new ManualTime();
    private final long start = time.getAsLong();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.naturalOrder());
    private final long lifetime;
    private final long betweenLooks;
    private final boolean calm;
    private final CacheInvariants judge;
    private final TokenCache tokens;
    private CachedToken live;
    private Mood mood = Mood.WELL;
    private Answer landing = new Answer(0, Mood.WELL, Instant.EPOCH, 0);
    private int scheduled;

    CacheSimulation(long seed) {
        this.chance = new Random(seed);
        this.lifetime = seconds(LIFETIMES[chance.nextInt(LIFETIMES.length)]);
        this.betweenLooks = Math.min(seconds(10), Math.max(seconds(1) / 5, lifetime / 120));
        this.calm = chance.nextInt(10) == 0;
        this.judge = new CacheInvariants(betweenLooks + betweenLooks / 2);
        FetchRuntime means = new FetchRuntime(
                new AbandonableExecutor(this::flies, 1_000), this::flies, time.wallClock(), time, chance);
        this.tokens = new TokenCache(this::answers, new TokenSettings(0.75, 0.08, 100, LONGEST_WAIT), means);
        this.live = tokens.of(INCOME);
    }

    /** Lives for about three lifetimes. Returns what was seen to be wrong; nothing, most likely. */
    List<String> run() {
        long end = 2 * lifetime + chance.nextLong(2 * lifetime);
        at(betweenLooks, this::look);
        at(0, this::call);
        at(chance.nextLong(lifetime), this::changeMood);
        if (!calm) {
            at(chance.nextLong(end / 2), this::somethingHappens);
        }
        while (!events.isEmpty() && events.peek().at() < end) {
            Event next = events.poll();
            time.passes(Duration.ofNanos(next.at() - now()));
            next.what().run();
        }
        tokens.close();
        if (live.hit(time.getAsLong()) != null) {
            judge.complain(now(), "a token was handed out after the end");
        }
        if (calm && lifetime >= seconds(10)) {
            judge.requireNoWaitsAfterTheFirst(now());
        }
        return judge.complaints();
    }

    private void look() {
        tokens.look();
        at(betweenLooks + chance.nextLong(betweenLooks / 4), this::look);
    }

    private void call() {
        judge.called(now());
        AccessToken hit = live.hit(time.getAsLong());
        if (hit != null) {
            judge.handedOut(now(), number(hit));
        } else {
            long asked = now();
            judge.waits(asked);
            live = tokens.of(INCOME); // as a supplier does
            AtomicBoolean answered = new AtomicBoolean();
            live.miss().thenAccept(outcome -> {
                answered.set(true);
                if (outcome instanceof TimedToken issued) {
                    judge.handedOut(now(), number(issued.token()));
                }
            });
            at(LONGEST_WAIT.toNanos(), () -> {
                if (!answered.get()) {
                    judge.complain(now(), "a caller of " + asked + " was not answered within its limit");
                }
            });
        }
        boolean pause = !calm && chance.nextInt(200) == 0;
        at(pause ? chance.nextLong(2 * lifetime) : 1 + chance.nextLong(lifetime / 60), this::call);
    }

    private void changeMood() {
        mood = calm ? Mood.WELL : Mood.values()[chance.nextInt(Mood.values().length)];
        at(1 + chance.nextLong(lifetime), this::changeMood);
    }

    private void somethingHappens() {
        long much = chance.nextLong(2 * lifetime);
        switch (chance.nextInt(4)) {
            case 0 -> {
                time.wallClockJumps(Duration.ofNanos(-much));
            }
            case 1 -> {
                time.wallClockJumps(Duration.ofNanos(much));
                judge.setForward(now());
            }
            case 2 -> {
                time.wallClockJumps(Duration.ofNanos(much));
                judge.slept(now(), much);
            }
            default -> {
                tokens.forget();
                judge.forgot();
            }
        }
        // never twice between two looks: asleep, and set back by as much, is what no two clocks can tell
        at(2 * betweenLooks + chance.nextLong(2 * lifetime), this::somethingHappens);
    }

    /** The executor: what the server will say is settled when the request is sent, and said when the answer lands. */
    private void flies(Runnable task) {
        Answer answer = new Answer(judge.asked(now()), mood, time.wallClock().instant(), time.getAsLong());
        long quick = seconds(1) * (calm ? 3 : 1 + chance.nextInt(9)) / 10;
        long takes = switch (mood) {
            case HANGS -> seconds(10);
            case SLOW -> chance.nextLong(seconds(10));
            default -> calm ? quick : chance.nextLong(quick);
        };
        at(takes, () -> {
            landing = answer;
            task.run();
        });
    }

    /** The source: on landing. */
    private IssuedToken answers(TokenRequest request) {
        Answer answer = landing;
        long lives = answer.mood() == Mood.LIES ? chance.nextLong(lifetime) - lifetime / 2 : lifetime;
        switch (answer.mood()) {
            case HANGS, FAILS -> {
                judge.failed(now());
                throw failure(ProblemCode.MASKINPORTEN_UNAVAILABLE);
            }
            case HSM_AWAY -> {
                judge.failedByHsm(now());
                throw failure(ProblemCode.HSM_UNAVAILABLE);
            }
            case REFUSES -> {
                judge.refused(now());
                throw failure(ProblemCode.MASKINPORTEN_REFUSED);
            }
            default -> judge.issued(now(), answer.number(), lives);
        }
        AccessToken token =
                new AccessToken("t" + answer.number(), answer.askedAt().plusNanos(lives), request.scopes());
        return new IssuedToken(
                token,
                "jti",
                answer.askedAt(),
                answer.askedAtNanos(),
                Duration.ofNanos(lives),
                Duration.ZERO,
                Duration.ZERO);
    }

    private static TokenException failure(ProblemCode code) {
        Problem problem = Problem.of(code, Text.verbatim("Something."), Text.verbatim("Do something."));
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

    private enum Mood {
        WELL,
        WELL_TOO,
        SLOW,
        HANGS,
        FAILS,
        HSM_AWAY,
        REFUSES,
        LIES
    }

    private record Answer(int number, Mood mood, Instant askedAt, long askedAtNanos) {}

    private record Event(long at, int order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Integer.compare(order, other.order);
        }
    }
}
