package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.cryptoki.Ckr;
import no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slots}: lists the tokens of a module, to find a label. */
@Command(name = "slots", mixinStandardHelpOptions = true)
final class SlotsCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--json")
    private boolean json;

    SlotsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        HsmSettings settings = options.moduleSettings();
        try (Connector connector = options.lister(settings, context)) {
            Cryptoki.Slots slots = connector.slots();
            List<HsmToken> tokens = slots.tokens();
            if (json) {
                print(tokens);
            } else {
                tokens.forEach(this::section);
            }
            slots.unreadable().forEach(this::printSkipped);
        }
        return ExitCode.DONE.number();
    }

    private void section(HsmToken token) {
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("slot-list.slot"), Long.toString(token.slot()));
        rows.put(Text.message("slot-list.serial"), token.serial());
        rows.put(Text.message("slot-list.manufacturer"), token.manufacturer() + ", " + token.model());
        rows.put(
                Text.message("slot-list.flags"),
                String.join(", ", flags(token, flag -> flag.title().in(context.locale()))));
        String blank = Text.message("slot-list.blank").in(context.locale());
        context.section(token.isInitialized() ? token.label() : blank, rows);
    }

    private void printSkipped(long slot, Ckr why) {
        Text skipped = Text.message("doctor.slot-skipped", Map.of("slot", slot, "ckr", why.name()));
        context.err().println(skipped.in(context.locale()));
        context.err().flush();
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
                    .add("flags", Json.createArrayBuilder(flags(token, HsmToken.Flag::word))));
        }
        context.json(array.build());
    }

    private static List<String> flags(HsmToken token, Function<HsmToken.Flag, String> spelling) {
        return Stream.of(HsmToken.Flag.values())
                .filter(token.flags()::contains)
                .map(spelling)
                .toList();
    }
}
