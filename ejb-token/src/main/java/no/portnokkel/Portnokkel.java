package no.portnokkel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.runtime.PortnokkelOperations;

/**
 * Access tokens from Maskinporten, without a container. Start one instance per process and close it at the end. Thread-safe.
 *
 * <pre>{@code
 * try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
 *     if (!portnokkel.awaitReady(Duration.ofSeconds(30))) {
 *         log.warn("No token yet; the log says why");
 *     }
 *     AccessToken token = portnokkel.tokens().get(TokenRequest.forScope("skatteetaten:inntekt"));
 *     request.header("Authorization", "Bearer " + token.value());
 * }
 * }</pre>
 */
public final class Portnokkel implements AutoCloseable {
    private final CompletableFuture<PortnokkelOperations> operations = new CompletableFuture<>();

    private Portnokkel() {}

    /**
     * Starts with daemon threads.
     *
     * @param values the configuration, read once
     * @see #start(ConfigValues, ThreadFactory)
     */
    public static Portnokkel start(ConfigValues values) {
        return start(values, task -> {
            Thread thread = new Thread(task, "portnokkel");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Returns immediately: the configuration is read and the HSM is connected in the background. Does not throw if the configuration is invalid or the HSM or
     * Maskinporten is out of reach: {@link Tokens#get} then throws a {@link no.portnokkel.maskinporten.TokenException} that names
     * the remedy, and the log has one line per problem.
     *
     * @param values the configuration, read once, on another thread
     * @param threads creates all threads
     */
    public static Portnokkel start(ConfigValues values, ThreadFactory threads) {
        Portnokkel portnokkel = new Portnokkel();
        threads.newThread(() -> portnokkel.start(() -> PortnokkelOperations.start(values, threads, "")))
                .start();
        return portnokkel;
    }

    private void start(Supplier<PortnokkelOperations> starter) {
        try {
            operations.complete(starter.get());
        } catch (RuntimeException | Error unexpected) { // whoever uses this instance must not wait in vain
            operations.completeExceptionally(unexpected);
            throw unexpected;
        }
    }

    /** Returns the tokens of the active environment. Waits until the configuration has been read, not for the HSM. */
    public Tokens tokens() {
        return operations.join().tokens();
    }

    /**
     * Waits until tokens can be fetched: the signing key has been verified, and no problem prevents a fetch.
     *
     * @param timeout how long to wait at most
     * @return false if the timeout elapsed first
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        try {
            PortnokkelOperations started = operations.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return started.awaitReady(timeout.minusNanos(System.nanoTime() - start));
        } catch (TimeoutException tooSlow) {
            return false;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("The start failed", unexpected);
        }
    }

    /** Stops all threads, discards the tokens and logs out of the HSM. */
    @Override
    public void close() {
        operations.join().close();
    }
}
