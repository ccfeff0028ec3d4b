package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.pkcs11.ConnectListener;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.problem.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code test-sign}: does the key sign, and how fast? */
@Command(
        name = "test-sign",
        mixinStandardHelpOptions = true,
        description = "Signs random texts in the HSM, one after another, and checks each with the certificate."
                + " Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all signatures are right",
            "1:no PIN was given, or the data directory cannot be used",
            "2:wrong usage or configuration",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "5:key not there, must not sign, or its certificate belongs to another",
            "6:refused by policy: others can read the PIN file"
        })
final class TestSignCommand implements Callable<Integer> {
    private final CliContext desk;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true, description = "The key, as 'keys' shows it.")
    private String label = "";

    @Option(names = "--json", description = "Prints a JSON object instead of a card.")
    private boolean json;

    TestSignCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.settings(desk);
        try (Connector connector = options.connector(settings, desk);
                Generation generation = connector.connect(ConnectListener.UNWATCHED)) {
            generation.key(label);
            print(SigningBenchmark.of(() -> generation.prove(label)));
        }
        return ExitCode.DONE.number();
    }

    private void print(SigningBenchmark speed) {
        if (json) {
            desk.json(Json.createObjectBuilder()
                    .add("label", label)
                    .add("verified", true)
                    .add("signatures", speed.signatures())
                    .add("medianMillis", speed.medianMillis())
                    .add("slowestMillis", speed.slowestMillis())
                    .build());
            return;
        }
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("test-sign-command.rows"), Integer.toString(speed.signatures()));
        rows.put(
                Text.message("test-sign-command.rows-2"),
                Text.message("test-sign-command.rows-3").in(desk.reader()));
        rows.put(Text.message("test-sign-command.rows-4"), speed.medianMillis() + " ms");
        rows.put(Text.message("test-sign-command.rows-5"), speed.slowestMillis() + " ms");
        desk.card(label, rows);
    }
}
