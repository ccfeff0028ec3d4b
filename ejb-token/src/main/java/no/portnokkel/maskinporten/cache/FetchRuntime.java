package no.portnokkel.maskinporten.cache;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import no.portnokkel.hsm.AbandonableCalls;

/**
 * What tokens are kept alive with: threads, time and chance.
 *
 * @param flights fetches what somebody waits for, and calls the HSM itself; may refuse when it has no thread left
 * @param ahead renews what is still valid; may queue. Apart, so that renewals take no thread from those who wait
 * @param clock wall clock, to see that the machine was suspended
 * @param nanoClock monotonic, in nanoseconds; all windows are counted by it
 * @param chance jitter, and the secret that hides persons' numbers: in production a {@code SecureRandom}
 */
public record FetchRuntime(
        AbandonableCalls flights, Executor ahead, Clock clock, LongSupplier nanoClock, RandomGenerator chance) {}
