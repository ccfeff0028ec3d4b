package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import no.portnokkel.hsm.RequestedKeys;
import no.portnokkel.hsm.ceremony.Ceremony;
import no.portnokkel.hsm.ceremony.CeremonyLock;
import no.portnokkel.hsm.ceremony.CeremonyPlan;
import no.portnokkel.hsm.ceremony.CeremonyTools;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ceremony}: carries out a plan with witnesses, and leaves evidence. */
@Command(name = "ceremony", mixinStandardHelpOptions = true)
final class CeremonyCommand implements Callable<Integer> {
    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Parameters(index = "0", paramLabel = "PLAN", descriptionKey = "plan")
    private Path plan = Path.of("");

    @Option(names = "--evidence", paramLabel = "DIR")
    private @Nullable Path evidence;

    @Option(names = "--chain", paramLabel = "FILE")
    private List<Path> chain = List.of();

    @Option(names = "--confirm", paramLabel = "NAME=ROLE")
    private List<String> confirmations = List.of();

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--json")
    private boolean json;

    CeremonyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CeremonyPlan read = read();
        List<CeremonyPlan.Person> confirmed =
                confirmations.stream().map(this::person).toList();
        Map<String, byte[]> delivery = delivery();
        if (evidence == null && !dryRun) {
            throw FailureReporter.WrongUsage.ofArguments(
                    spec.commandLine(), Text.message("command-line.missing", Map.of("options", "--evidence DIR")));
        }
        HsmSettings settings = options.settings();
        options.warnOfUnknownKeys(context);
        return CeremonyLock.during(settings.dataDir(), () -> run(settings, read, confirmed, delivery));
    }

    private int run(
            HsmSettings settings,
            CeremonyPlan read,
            List<CeremonyPlan.Person> confirmed,
            Map<String, byte[]> delivery) {
        CeremonyTools tools = CeremonyTools.of("ceremony", PortnokkelHsm.version(), settings.library());
        SecureRandom random = new SecureRandom();
        try (Connector connector = Connector.forNewKey(
                        settings, read.key().label(), options.pins(settings, context), random, System::nanoTime);
                WritableToken token = connector.open()) {
            Path folder = evidence == null ? Path.of("") : evidence;
            Ceremony ceremony = new Ceremony(read, folder, token, tools, options.auditKey(), random, context.clock());
            if (dryRun) {
                ceremony.check();
                print(read, Optional.empty(), "planned", Text.message("ceremony.planned"));
                return ExitCode.DONE.number();
            }
            Ceremony.State state = ceremony.run(confirmed, delivery);
            Optional<ManagedKey> key = new KeyLifecycle(token, random, context.clock())
                    .keys(read.key().label()).stream().findFirst();
            if (state == Ceremony.State.COMPLETE) {
                print(read, key, "complete", Text.message("ceremony.complete", Map.of("folder", folder)));
            } else {
                key.flatMap(ManagedKey::publicKey)
                        .ifPresent(publicKey -> new RequestedKeys(settings.dataDir())
                                .add(publicKey, context.clock().instant()));
                print(read, key, "waiting: certificate", Text.message("ceremony.waiting", Map.of("folder", folder)));
            }
        }
        return ExitCode.DONE.number();
    }

    private CeremonyPlan read() {
        try {
            return CeremonyPlan.read(plan);
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), CliContext.unreadableFile("PLAN", plan, unreadable));
        }
    }

    private CeremonyPlan.Person person(String confirmation) {
        if (confirmation.indexOf(REPLACEMENT_CHARACTER) >= 0) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), Text.message("command-line.garbled", Map.of("option", "--confirm")));
        }
        return CeremonyPlan.Person.parse(confirmation)
                .orElseThrow(() -> FailureReporter.WrongUsage.ofInput(
                        spec.commandLine(), Text.message("command-line.wrong-confirmation")));
    }

    private Map<String, byte[]> delivery() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : chain) {
            try {
                files.put(file.toString(), Files.readAllBytes(file));
            } catch (IOException unreadable) {
                throw FailureReporter.WrongUsage.ofInput(
                        spec.commandLine(), CliContext.unreadableFile("--chain", file, unreadable));
            }
        }
        return files;
    }

    /** Shows the key, so that a witness sees its attributes, and the hash of its public key can be told to the issuer. */
    private void print(CeremonyPlan read, Optional<ManagedKey> key, String state, Text next) {
        if (json) {
            JsonObjectBuilder object = Json.createObjectBuilder()
                    .add("state", state)
                    .add("label", read.key().label())
                    .add("plan", read.sha256());
            Optional.ofNullable(evidence).ifPresent(folder -> object.add("evidence", folder.toString()));
            key.ifPresent(made -> object.add("key", new KeyPrinter(context).object(made)));
            context.json(object.build());
            return;
        }
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("evidence-page.label"), read.key().label());
        rows.put(Text.message("evidence-page.organisation"), read.organisation().number());
        rows.put(Text.message("evidence-page.class"), read.environmentClass().word());
        rows.put(
                Text.message("ceremony.persons"),
                read.persons().stream()
                        .map(person ->
                                person.name() + " (" + person.role().title().in(context.locale()) + ")")
                        .collect(Collectors.joining(", ")));
        rows.put(Text.message("evidence-page.plan-sha256"), read.sha256());
        context.section(read.purpose(), rows);
        key.ifPresent(new KeyPrinter(context)::section);
        context.out().println(state);
        context.out().println(next.in(context.locale()));
        context.out().flush();
    }
}
