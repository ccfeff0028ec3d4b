package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.SignatureAlgorithm;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.recovery.calls.ExpendableThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signatures a second: a C program that does nothing else, SunPKCS11 as it is, and ours, by turns and in another order each
 * round. No JMH here, since it cannot take turns with another process.
 */
class SignatureRate {
    private static final int ROUNDS = 24;
    private static final double SECONDS = 0.75;
    private static final byte[] DATA = new byte[4_000];

    @TempDir
    private Path directory;

    @Test
    void by_one_thread_and_by_sixteen() throws Exception {
        BankKey key = BankKey.in(directory);
        compare(key, key.hsm().library(), 1, "one thread");
        compare(key, key.hsm().library(), 16, "sixteen threads");
    }

    @Test
    void by_sixteen_when_the_hsm_takes_five_milliseconds() throws Exception {
        BankKey key = BankKey.in(directory);
        Path rules = Files.writeString(directory.resolve("rules"), "C_Sign slow 5\nC_SignFinal slow 5\n");
        compare(key, Gcc.shim(key.hsm().library(), rules, directory.resolve("slow.so")), 16, "sixteen threads, 5 ms");
    }

    private void compare(BankKey key, Path module, int threads, String what) throws Exception {
        Path raw = Gcc.program("src/test/c/raw-sign.c", directory.resolve("raw-sign"));
        Provider provider = Security.getProvider("SunPKCS11")
                .configure("--name = bare" + threads + module.getFileName().hashCode() + "\nlibrary = "
                        + Files.copy(module, directory.resolve("bare" + threads + ".so")) + "\nslot = "
                        + key.hsm().slot() + "\n");
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, pin(key).toCharArray());
        PrivateKey handle = (PrivateKey) keys.getKey(BankKey.LABEL, null);
        try (Hsm hsm = Hsm.open(key.settings(module, directory))) {
            SigningKey ours = hsm.key(BankKey.LABEL);
            double[][] rates = new double[3][ROUNDS];
            List<Rate> means = List.of(
                    () -> inC(raw, key, module, threads),
                    () -> inJava(threads, () -> sign(provider, handle)),
                    () -> inJava(threads, () -> ours.sign(DATA, SignatureAlgorithm.RS256)));
            for (int turn = 0; turn < ROUNDS * means.size(); turn++) {
                int round = turn / means.size();
                int which = (turn + round) % means.size(); // each comes first, second and last as often
                rates[which][round] = means.get(which).measure();
            }
            System.out.printf(
                    "FIGURE %s: C %.0f signatures a second, SunPKCS11 %s of it, ours %s%n",
                    what, median(rates[0]), share(rates[1], rates[0]), share(rates[2], rates[0]));
        }
    }

    private static String pin(BankKey key) throws IOException {
        return Files.readString(key.hsm().pinFile());
    }

    private static double inC(Path raw, BankKey key, Path module, int threads) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                raw.toString(),
                module.toString(),
                Long.toString(key.hsm().slot()),
                BankKey.LABEL,
                Integer.toString(threads),
                Double.toString(SECONDS));
        command.environment().put("PIN", pin(key));
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return Double.parseDouble(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
    }

    private static void sign(Provider provider, PrivateKey handle) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA", provider);
            signature.initSign(handle);
            signature.update(DATA);
            signature.sign();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static double inJava(int number, Runnable signing) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        long start = System.nanoTime();
        long end = start + (long) (SECONDS * 1e9);
        ExpendableThreads flights = new ExpendableThreads(threads, number); // as those of a token are
        List<Future<Long>> counts = new ArrayList<>();
        for (int thread = 0; thread < number; thread++) {
            counts.add(flights.begin(() -> {
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
        threads.shutdown();
        return all / ((System.nanoTime() - start) / 1e9);
    }

    /** Round by round, since the machine is not as fast in one as in the next: the median, and the middle half of all. */
    private static String share(double[] of, double[] whole) {
        double[] shares = new double[ROUNDS];
        Arrays.setAll(shares, round -> of[round] / whole[round]);
        Arrays.sort(shares);
        return String.format(
                Locale.ROOT,
                "%.3f (%.2f to %.2f)",
                median(shares),
                shares[ROUNDS / 4],
                shares[ROUNDS - 1 - ROUNDS / 4]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Signatures a second, by one means. */
    @FunctionalInterface
    private interface Rate {
        double measure() throws Exception;
    }
}
