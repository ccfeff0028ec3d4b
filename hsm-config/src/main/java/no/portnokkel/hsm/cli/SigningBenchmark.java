package no.portnokkel.hsm.cli;

import java.util.stream.LongStream;

/**
 * How fast a few signatures were, one after another: what the HSM and the way to it take, not what they bear.
 *
 * @param medianMillis to the tenth
 * @param slowestMillis to the tenth
 */
record SigningBenchmark(int signatures, double medianMillis, double slowestMillis) {
    private static final int SIGNATURES = 15;
    private static final double NANOS_IN_A_TENTH = 100_000;

    static SigningBenchmark of(Runnable signature) {
        long[] nanos = LongStream.range(0, SIGNATURES)
                .map(one -> time(signature))
                .sorted()
                .toArray();
        return new SigningBenchmark(SIGNATURES, millis(nanos[SIGNATURES / 2]), millis(nanos[SIGNATURES - 1]));
    }

    private static long time(Runnable signature) {
        long start = System.nanoTime();
        signature.run();
        return System.nanoTime() - start;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_IN_A_TENTH) / 10.0;
    }
}
