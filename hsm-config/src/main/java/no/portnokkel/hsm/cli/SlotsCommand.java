package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmTokenFlag;
import no.portnokkel.problem.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slots}: the tokens of a module, for whoever looks for the label of theirs. */
@Command(
        name = "slots",
        mixinStandardHelpOptions = true,
        description = "Lists the tokens that the module shows. Needs no PIN, and no token label.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed",
            "1:the data directory cannot be used",
            "2:wrong usage or configuration",
            "4:HSM not reachable: module or device"
        })
final class SlotsCommand implements Callable<Integer> {
    private final CliContext desk;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--json", description = "Prints a JSON array instead of cards.")
    private boolean json;

    SlotsCommand(CliContext desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.moduleSettings(desk);
        try (Connector connector = options.connector(settings, desk)) {
            List<HsmToken> tokens = connector.tokens();
            if (json) {
                print(tokens);
            } else {
                tokens.forEach(this::card);
            }
        }
        return ExitCode.DONE.number();
    }

    private void card(HsmToken token) {
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("slots-command.rows"), Long.toString(token.slot()));
        rows.put(Text.message("slots-command.rows-2"), token.serial());
        rows.put(Text.message("slots-command.rows-3"), token.manufacturer() + ", " + token.model());
        rows.put(
                Text.message("slots-command.rows-4"),
                String.join(", ", flags(token, flag -> flag.words().in(desk.reader()))));
        String blank = Text.message("slots-command.blank").in(desk.reader());
        desk.card(token.isInitialized() ? token.label() : blank, rows);
    }

    private void print(List<HsmToken> tokens) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (HsmToken token : tokens) {
            array.add(Json.createObjectBuilder()
                    .add("slot", token.slot())
                    .add("label", token.label())
                    .add("serial", token.serial())
                    .add("manufacturer", token.manufacturer())
                    .add("model", token.model())
                    .add("flags", Json.createArrayBuilder(flags(token, HsmTokenFlag::word))));
        }
        desk.json(array.build());
    }

    private static List<String> flags(HsmToken token, Function<HsmTokenFlag, String> spelling) {
        return Stream.of(HsmTokenFlag.values())
                .filter(token.flags()::contains)
                .map(spelling)
                .toList();
    }
}
