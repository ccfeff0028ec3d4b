package no.portnokkel.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signatures per second of a C program, of plain SunPKCS11 and of Portnøkkel. They alternate in turns that are short enough for the
 * machine's speed to be the same within a round. JMH is not used, because it cannot alternate with another process.
 */
class SignatureRate {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 150;
    private static final double SECONDS = 0.2;
    private static final byte[] DATA = new byte[4_000];

    @TempDir
    private Path directory;

    @Test
    void one_thread_and_sixteen_threads() throws Exception {
        BankKey key = BankKey.in(directory);
        compare(key, key.hsm().library(), 1, "one thread");
        compare(key, key.hsm().library(), 16, "sixteen threads");
    }

    @Test
    void sixteen_threads_with_an_hsm_of_five_milliseconds() throws Exception {
        BankKey key = BankKey.in(directory);
        FaultShim slow = FaultShim.before(key.hsm(), directory);
        slow.says("C_Sign slow 5", "C_SignFinal slow 5");
        compare(key, slow.module(), 16, "sixteen threads, 5 ms");
    }

    private void compare(BankKey key, Path module, int threads, String name) throws Exception {
        BankKey plain = key.through(module, Files.createDirectory(directory.resolve("bare" + threads)));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AbandonableExecutor executor = new AbandonableExecutor(pool, threads); // as for fetching a token
        try (RawSign raw = RawSign.start(directory.resolve("raw-sign" + threads), key, module, threads);
                Hsm hsm = HsmConnection.open(key.settings(module, directory), executor)) {
            SigningKey ours = hsm.key(BankKey.LABEL);
            Rate inC = new Rate(() -> raw.rate(SECONDS));
            Rate bare = new Rate(() -> inJava(executor, threads, () -> sign(plain)));
            Rate own = new Rate(() -> inJava(executor, threads, () -> ours.sign(DATA, SignatureAlgorithm.RS256)));
            List<Rate> candidates = new ArrayList<>(List.of(inC, bare, own));
            Random order = new Random(threads);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                Collections.shuffle(candidates, order); // no candidate always follows the same one
                for (Rate rate : candidates) {
                    rate.measure(round);
                }
            }
            System.out.printf(
                    "FIGURE %s: C %.0f signatures a second, SunPKCS11 %s of it, ours %s%n",
                    name, inC.median(), bare.over(inC), own.over(inC));
        } finally {
            pool.shutdown();
        }
    }

    private static void sign(BankKey key) {
        try {
            key.sign(DATA);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static double inJava(AbandonableExecutor executor, int threads, Runnable signing) throws Exception {
        long start = System.nanoTime();
        long end = start + (long) (SECONDS * 1e9);
        List<Future<Long>> counts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            counts.add(executor.submit(() -> {
                long count = 0;
                for (; System.nanoTime() < end; count++) {
                    signing.run();
                }
                return count;
            }));
        }
        long all = 0;
        for (Future<Long> count : counts) {
            all += count.get();
        }
        return all / ((System.nanoTime() - start) / 1e9);
    }

    /** The signatures per second of one candidate, by round. */
    private static final class Rate {
        private final Callable<Double> candidate;
        private final double[] rates = new double[ROUNDS];

        Rate(Callable<Double> candidate) {
            this.candidate = candidate;
        }

        void measure(int round) throws Exception {
            double rate = candidate.call();
            if (round >= 0) {
                rates[round] = rate;
            }
        }

        double median() {
            return sorted(round -> rates[round])[ROUNDS / 2];
        }

        /** Returns the median ratio of all rounds with its 95 % confidence interval (by order statistics). */
        String over(Rate whole) {
            double[] shares = sorted(round -> rates[round] / whole.rates[round]);
            int off = (int) Math.ceil(0.98 * Math.sqrt(ROUNDS));
            return String.format(
                    Locale.ROOT,
                    "%.3f (%.3f to %.3f)",
                    shares[ROUNDS / 2],
                    shares[ROUNDS / 2 - off],
                    shares[ROUNDS / 2 + off]);
        }

        private static double[] sorted(IntToDoubleFunction value) {
            return IntStream.range(0, ROUNDS).mapToDouble(value).sorted().toArray();
        }
    }
}
