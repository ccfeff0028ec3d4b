package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** Threads that sign continuously with one key and verify the signatures with code that is not ours. */
final class SigningLoad implements AutoCloseable {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final SigningKey key;
    private final PublicKey certified;
    private final ExecutorService threads;
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong lastGoodBegan = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean paused;
    private volatile boolean stopped;

    SigningLoad(SigningKey key, int number) {
        this.key = key;
        this.certified = key.chain().get(0).getPublicKey();
        this.threads = Executors.newFixedThreadPool(number);
        for (int caller = 0; caller < number; caller++) {
            threads.execute(this::loop);
        }
    }

    /** Evaluates something after nobody has signed for a while. */
    <T> T paused(Duration pause, Supplier<T> evaluation) {
        paused = true;
        try {
            Await.until(Duration.ofMinutes(1), () -> busy.get() == 0);
            LockSupport.parkNanos(pause.toNanos());
            return evaluation.get();
        } finally {
            paused = false;
        }
    }

    private void loop() {
        while (!stopped) {
            if (!paused) {
                busy.incrementAndGet();
                signOnce();
                busy.decrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void signOnce() {
        long start = System.nanoTime();
        try {
            byte[] signature = key.sign(GRANT, SignatureAlgorithm.RS256);
            (verifies(signature) ? good : wrong).incrementAndGet();
            lastGoodBegan.accumulateAndGet(start, Math::max);
        } catch (HsmException expected) {
            faults.incrementAndGet();
        }
        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    private boolean verifies(byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA", "SunRsaSign");
            verifier.initVerify(certified);
            verifier.update(GRANT);
            return verifier.verify(signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns whether a valid signature that was requested after that time has been returned. */
    boolean hasSignedSince(long nanos) {
        return lastGoodBegan.get() - nanos > 0;
    }

    long good() {
        return good.get();
    }

    long wrong() {
        return wrong.get();
    }

    long faults() {
        return faults.get();
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        Await.until(Duration.ofMinutes(1), threads::isTerminated);
    }
}
