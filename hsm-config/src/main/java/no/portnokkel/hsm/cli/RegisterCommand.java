package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.RequestedKeys;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.hsm.register.KeyUse;
import no.portnokkel.hsm.register.Register;
import no.portnokkel.hsm.register.RegisterDifference;
import no.portnokkel.hsm.register.RegisterEntry;
import no.portnokkel.hsm.register.Registration;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code register}: every key and certificate of the token, who uses it and how long it lasts. */
@Command(name = "register", mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
    private static final JsonValue EMPTY = Json.createValue("");

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--csv")
    private boolean csv;

    @Option(names = "--cbom")
    private boolean cbom;

    @Option(names = "--compare", paramLabel = "FILE")
    private @Nullable Path earlier;

    @Option(names = "--jwks", paramLabel = "FILE")
    private @Nullable Path jwks;

    @Option(names = "--json")
    private boolean json;

    RegisterCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if ((csv && cbom) || (earlier != null && (csv || cbom))) {
            throw FailureReporter.WrongUsage.ofArguments(spec.commandLine(), Text.message("command-line.one-format"));
        }
        HsmSettings settings = options.settings();
        List<Registration> registrations =
                jwks == null ? List.of() : read("--jwks", jwks, reader -> Registration.readAll(reader.readObject()));
        Optional<JsonArray> before =
                Optional.ofNullable(earlier).map(file -> read("--compare", file, JsonReader::readArray));
        try (Connector connector = options.connector(settings, context);
                WritableToken token = connector.open()) {
            TokenObjects objects = new KeyLifecycle(token, new SecureRandom(), context.clock()).objects();
            objects.defects().forEach(this::warn);
            Register register = register(objects, token.label(), registrations, options, context);
            before.ifPresentOrElse(array -> print(compare(array, register.json())), () -> print(register));
        }
        return ExitCode.DONE.number();
    }

    private void warn(String object) {
        context.err().println(translate(Text.message("register.skipped", Map.of("object", object))));
        context.err().flush();
    }

    /** Returns the register of a token by the configuration of the options, and what Digdir has registered. */
    static Register register(
            TokenObjects objects,
            String tokenLabel,
            List<Registration> registrations,
            HsmOptions options,
            CliContext context) {
        Optional<List<KeyUse>> configured = options.service().map(service -> service.keyUses(options.device()));
        List<KeyUse> registered = ManagedKey.in(objects).stream()
                .flatMap(key -> registrations.stream()
                        .filter(one -> key.publicKey().filter(one::isOf).isPresent())
                        .map(one -> one.addedTo(KeyUse.ofRegistered(key.label(), one.kid()))))
                .toList();
        Optional<List<KeyUse>> uses = configured.isEmpty() && registered.isEmpty()
                ? Optional.empty()
                : Optional.of(Stream.concat(
                                configured.stream().flatMap(List::stream).map(use -> registeredUse(use, registrations)),
                                registered.stream())
                        .toList());
        return Register.of(
                objects,
                options.device().map(name -> name + "/").orElse("") + tokenLabel,
                uses,
                new RequestedKeys(options.settings().dataDir())::contains,
                context.clock().instant());
    }

    private static KeyUse registeredUse(KeyUse use, List<Registration> registrations) {
        KeyUse known = use;
        for (Registration one : registrations) {
            known = one.addedTo(known);
        }
        return known;
    }

    private <T> T read(String option, Path file, Function<JsonReader, T> content) {
        try (InputStream stream = Files.newInputStream(file);
                JsonReader reader = Json.createReader(stream)) {
            return content.apply(reader);
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), CliContext.unreadableFile(option, file, unreadable));
        } catch (JsonException | ClassCastException otherContent) {
            throw notThat(option, file);
        }
    }

    private FailureReporter.WrongUsage notThat(String option, Path file) {
        return FailureReporter.WrongUsage.ofInput(
                spec.commandLine(),
                Text.message("command-line.not-that-json", Map.of("option", option, "file", file.toString())));
    }

    private RegisterDifference compare(JsonArray before, JsonArray after) {
        try {
            return RegisterDifference.between(before, after);
        } catch (IllegalArgumentException otherContent) { // its message is for developers
            throw notThat("--compare", Path.of(String.valueOf(earlier)));
        }
    }

    private void print(Register register) {
        if (csv) {
            context.out().print(register.csv());
            context.out().flush();
        } else if (cbom) {
            String version = PortnokkelHsm.class.getPackage().getImplementationVersion();
            context.json(register.cycloneDx(Optional.ofNullable(version).orElse("(development)")));
        } else if (json) {
            context.json(register.json());
        } else {
            register.entries()
                    .forEach(entry ->
                            context.section(UntrustedText.oneLine(entry.name()), rows(entry, register.time())));
        }
    }

    private void print(RegisterDifference difference) {
        if (json) {
            context.json(difference.json().build());
            return;
        }
        difference.added().forEach(entry -> section(entry, Map.of(Text.message("register.added"), state(entry))));
        difference.removed().forEach(entry -> section(entry, Map.of(Text.message("register.removed"), state(entry))));
        difference.changed().forEach(entry -> section(entry, changes(entry.getJsonObject("members"))));
        if (difference.isEmpty()) {
            context.out().println(translate(Text.message("register.same")));
            context.out().flush();
        }
    }

    /** An entry has no label where the token has none. */
    private void section(JsonObject entry, Map<Text, String> rows) {
        String subject = entry.get("certificate") instanceof JsonObject certificate
                ? certificate.getString("subject")
                : entry.getString("id");
        String label = entry.getString("label");
        context.section(UntrustedText.oneLine(label.isEmpty() ? subject : label), rows);
    }

    private static String state(JsonObject entry) {
        return entry.getString("state");
    }

    private static Map<Text, String> changes(JsonObject members) {
        Map<Text, String> rows = new LinkedHashMap<>();
        members.forEach((name, change) -> rows.put(
                Text.verbatim(name),
                change.asJsonObject().getOrDefault("before", EMPTY) + " → "
                        + change.asJsonObject().getOrDefault("after", EMPTY)));
        return rows;
    }

    private Map<Text, String> rows(RegisterEntry entry, Instant now) {
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("register.state"), translate(entry.state().title()));
        entry.state().waitsFor().ifPresent(next -> rows.put(Text.message("key-list.waits-for"), translate(next)));
        rows.put(Text.message("key-list.id"), entry.id());
        rows.put(
                Text.message("key-list.type"),
                entry.type() + entry.size().map(bits -> " " + bits).orElse(""));
        entry.nonExportable()
                .ifPresent(value -> rows.put(
                        Text.message("register.non-exportable"),
                        translate(value ? Text.message("key-list.yes") : Text.message("key-list.no"))));
        entry.environments()
                .filter(names -> !names.isEmpty())
                .ifPresent(names -> rows.put(Text.message("register.environments"), String.join(", ", names)));
        entry.certificate().ifPresent(certificate -> {
            rows.put(Text.message("key-list.certificate"), Seid.subject(certificate));
            rows.put(Text.message("key-list.issuer"), Seid.name(certificate.getIssuerX500Principal()));
            rows.put(
                    Text.message("key-list.valid-until"),
                    date(certificate.getNotAfter().toInstant()));
        });
        entry.registeredUntil().ifPresent(end -> rows.put(Text.message("register.registered-until"), date(end)));
        entry.daysLeft(now).ifPresent(days -> rows.put(Text.message("register.days-left"), days.toString()));
        return rows;
    }

    private static String date(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private String translate(Text text) {
        return text.in(context.locale());
    }
}
