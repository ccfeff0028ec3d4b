package no.portnokkel.maskinporten.cache;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.AbandonableCalls;

/**
 * Threads, clocks and randomness for fetching tokens, shared by all caches of a deployment.
 *
 * @param fetchExecutor runs fetches that a caller waits for, and calls the HSM on its own threads; rejects a task when all
 *     threads are in use
 * @param refreshExecutor refreshes tokens that are still usable; may queue. Separate, so that refreshes take no thread from
 *     fetches that a caller waits for
 * @param clock wall clock, to detect that the machine was suspended
 * @param nanoClock monotonic, in nanoseconds; all lifetimes are measured by it
 * @param random for jitter, and for the secret that hides national identity numbers in cache keys: {@code SecureRandom} in
 *     production
 * @param events receives failed refreshes
 */
public record FetchRuntime(
        AbandonableCalls fetchExecutor,
        Executor refreshExecutor,
        Clock clock,
        LongSupplier nanoClock,
        RandomGenerator random,
        EventPublisher events) {}
