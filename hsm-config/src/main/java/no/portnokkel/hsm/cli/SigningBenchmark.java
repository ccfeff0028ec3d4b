package no.portnokkel.hsm.cli;

import java.util.stream.LongStream;

/**
 * The duration of a few consecutive signatures: the latency of the HSM and its connection, not their throughput.
 *
 * @param medianMillis rounded to a tenth
 * @param slowestMillis rounded to a tenth
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
