package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code test-sign}: checks that the key signs, and measures how fast. */
@Command(name = "test-sign", mixinStandardHelpOptions = true)
final class TestSignCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--json")
    private boolean json;

    TestSignCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings();
        try (Connector connector = options.connector(settings, context);
                Generation generation = connector.connect(ConnectionCheck.Listener.NONE)) {
            generation.key(label);
            print(Benchmark.of(() -> generation.prove(label)));
        }
        return ExitCode.DONE.number();
    }

    private void print(Benchmark benchmark) {
        if (json) {
            context.json(Json.createObjectBuilder()
                    .add("label", label)
                    .add("verified", true)
                    .add("signatures", benchmark.signatures())
                    .add("medianMillis", benchmark.medianMillis())
                    .add("slowestMillis", benchmark.slowestMillis())
                    .build());
            return;
        }
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("test-sign.signatures"), Integer.toString(benchmark.signatures()));
        rows.put(
                Text.message("test-sign.checked"),
                Text.message("test-sign.all-valid").in(context.locale()));
        rows.put(Text.message("test-sign.median"), benchmark.medianMillis() + " ms");
        rows.put(Text.message("test-sign.slowest"), benchmark.slowestMillis() + " ms");
        context.section(label, rows);
    }

    /**
     * The duration of a few consecutive signatures: the latency of the HSM and its connection, not their throughput.
     *
     * @param medianMillis rounded to a tenth
     * @param slowestMillis rounded to a tenth
     */
    record Benchmark(int signatures, double medianMillis, double slowestMillis) {
        private static final int SIGNATURES = 15;
        private static final double NANOS_IN_A_TENTH = 100_000;

        static Benchmark of(Runnable signature) {
            long[] nanos = LongStream.range(0, SIGNATURES)
                    .map(one -> time(signature))
                    .sorted()
                    .toArray();
            return new Benchmark(SIGNATURES, millis(nanos[SIGNATURES / 2]), millis(nanos[SIGNATURES - 1]));
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
}
