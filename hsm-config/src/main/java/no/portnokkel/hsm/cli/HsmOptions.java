package no.portnokkel.hsm.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.files.TextFile;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.KnowinglyTriedPin;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.hsm.register.DecidedKeys;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select the HSM: the application's configuration, or module and token. */
final class HsmOptions {
    private static final Pattern KEY = Pattern.compile(
            "portnokkel\\.environments\\.([a-z0-9-]+)\\.(?:clients\\.[a-z0-9-]+\\.)?(?:next-|standby-|selfservice\\.)?key");

    private static final String AUDIT_KEY = "portnokkel.audit.key";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec verb;

    @Option(names = "--config", paramLabel = "FILE")
    private @Nullable Path config;

    @Option(names = "--device", paramLabel = "NAME")
    private @Nullable String device;

    @Option(names = "--library", paramLabel = "FILE")
    private @Nullable Path library;

    @Option(names = "--token-label", paramLabel = "LABEL")
    private @Nullable String tokenLabel;

    @Option(names = "--slot", paramLabel = "ID")
    private @Nullable Long slot;

    @Option(names = "--pin-file", paramLabel = "FILE")
    private @Nullable Path pinFile;

    @Option(names = "--try-pin-once")
    private boolean tryPinOnce;

    @Option(names = "--data-dir", paramLabel = "DIR")
    private @Nullable Path dataDir;

    private final Properties properties = new Properties();
    private @Nullable ServiceConfiguration service;

    /**
     * Reads the settings.
     *
     * @throws FailureReporter.WrongUsage lists everything that is wrong
     */
    HsmSettings settings() {
        return settings(key -> Optional.empty());
    }

    /**
     * Reads the settings of a module whose tokens are only listed, so that no token needs to be selected.
     *
     * @throws FailureReporter.WrongUsage lists everything that is wrong
     */
    HsmSettings moduleSettings() {
        return settings(
                key -> key.equals("slot") && value("token-label").isEmpty() ? Optional.of("0") : Optional.empty());
    }

    private HsmSettings settings(Function<String, Optional<String>> defaults) {
        boolean named = Stream.of(library, tokenLabel, slot, pinFile, dataDir).anyMatch(Objects::nonNull);
        if ((config != null) == named) {
            throw FailureReporter.WrongUsage.ofArguments(verb(), Text.message("command-line.no-hsm"));
        }
        if (config != null) {
            load(config);
            service = new ServiceConfiguration(properties, dataDir(), decidedKeys());
        }
        if (value("profile")
                .map(String::strip)
                .filter(DeviceSettings.SOFTWARE::equals)
                .isPresent()) {
            throw FailureReporter.WrongUsage.ofInput(
                    verb(), Text.message("command-line.software-profile", Map.of("key", prefix() + "profile")));
        }
        List<Problem> problems = new ArrayList<>();
        Optional<HsmSettings> settings =
                HsmSettings.read(key -> value(key).or(() -> defaults.apply(key)), prefix(), dataDir(), problems::add);
        if (settings.isPresent()) {
            return settings.get();
        }
        problems.addAll(unknownKeys()); // one of them may be the value that is missing
        throw FailureReporter.WrongUsage.ofInput(
                verb(), new Text(lines(problems, Text::no), lines(problems, Text::en)));
    }

    /** Returns what the application will make of the configuration; empty without one, and before the settings are read. */
    Optional<ServiceConfiguration> service() {
        return Optional.ofNullable(service);
    }

    /** Tells of unknown keys, which do not stop a verb, but perhaps the application. */
    void warnOfUnknownKeys(CliContext context) {
        unknownKeys().forEach(context::printWarning);
    }

    private List<Problem> unknownKeys() {
        return service().map(ServiceConfiguration::unknownKeys).orElse(List.of());
    }

    /** Returns the name of the device; empty for {@code portnokkel.hsm}. */
    Optional<String> device() {
        return Optional.ofNullable(device);
    }

    /** Returns what the application asks of the certificate of a key; empty without a configuration. */
    List<CertificateRules> rules(String label) {
        return service()
                .map(configuration -> configuration.rules(label, device()))
                .orElse(List.of());
    }

    private static String lines(List<Problem> problems, Function<Text, String> language) {
        return problems.stream()
                .map(problem -> language.apply(problem.detail()) + " " + language.apply(problem.remedy()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Returns the source of the PIN. When a person decides that it is tried, the tries that are left are told first. */
    PinSource pins(HsmSettings settings, CliContext context) {
        String key = settings.keyName("pin-file");
        if (settings.pinFile().isEmpty()) {
            PinSource typed = context.typedPin(key, settings.token().displayName());
            tellTries(settings, typed, context);
            return typed;
        }
        PinFile file = new PinFile(key, settings.pinFile().get());
        if (!tryPinOnce) {
            return file;
        }
        tellTries(settings, file, context);
        return new KnowinglyTriedPin(file);
    }

    /** PKCS#11 shows no number of tries, but flags: one is left, or a wrong one was made and it is not the last. */
    private static void tellTries(HsmSettings settings, PinSource pins, CliContext context) {
        try (Connector connector = new Connector(settings, pins, new SecureRandom(), System::nanoTime)) {
            HsmToken token = connector.token();
            if (token.isLocked() || token.isOnFinalTry() || !token.isCountLow()) {
                return; // a login reports the first two
            }
            context.err()
                    .println(Text.message(
                                    "pin-tries.count-low", Map.of("token", token.label(), "source", pins.description()))
                            .in(context.locale()));
            context.err().flush();
        } catch (HsmException notReachable) {
            return; // the verb meets the same fault and reports it
        }
    }

    /** Returns a connector that only lists tokens, so that nobody decides about a PIN; loads nothing. */
    Connector lister(HsmSettings settings, CliContext context) {
        warnOfUnknownKeys(context);
        PinSource neverRead =
                context.typedPin(settings.keyName("pin-file"), settings.token().displayName());
        return new Connector(settings, neverRead, new SecureRandom(), System::nanoTime);
    }

    /** Returns a connector to the token of these settings. */
    Connector connector(HsmSettings settings, CliContext context) {
        warnOfUnknownKeys(context);
        return new Connector(settings, pins(settings, context), new SecureRandom(), System::nanoTime);
    }

    /**
     * Returns the key labels that the configuration's environments use in this device; empty without a configuration.
     */
    List<String> keyLabels() {
        return properties.stringPropertyNames().stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .filter(key -> isOnDevice("portnokkel.environments." + key.group(1), key.group()))
                .map(key -> properties.getProperty(key.group()))
                .distinct()
                .sorted()
                .toList();
    }

    private boolean isOnDevice(String environment, String key) {
        String device = key.endsWith(".standby-key") ? ".standby-hsm" : ".hsm";
        return Objects.equals(this.device, properties.getProperty(environment + device));
    }

    /** Returns all key labels that the configuration names, whatever the device: two devices may be one token. */
    List<String> allKeyLabels() {
        Stream<String> configured = properties.stringPropertyNames().stream()
                .filter(name -> KEY.matcher(name).matches() || name.equals(AUDIT_KEY))
                .map(name -> properties.getProperty(name).strip());
        return Stream.concat(configured, decidedKeys().labelsInUse().stream()).toList();
    }

    private DecidedKeys decidedKeys() {
        try {
            return DecidedKeys.read(dataDir());
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(
                    verb(), CliContext.unreadableFile("data-dir", dataDir(), unreadable));
        }
    }

    /** Returns the label of the key that signs checkpoints of the audit, in the device of {@code portnokkel.hsm}. */
    Optional<String> auditKey() {
        return device == null
                ? Optional.ofNullable(properties.getProperty(AUDIT_KEY)).map(String::strip)
                : Optional.empty();
    }

    private void load(Path file) {
        try {
            properties.load(new StringReader(TextFile.decode(Files.readAllBytes(file))));
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(verb(), CliContext.unreadableFile("--config", file, unreadable));
        } catch (IllegalArgumentException malformed) { // an escape
            IOException why = new IOException(malformed.getMessage(), malformed);
            throw FailureReporter.WrongUsage.ofInput(verb(), CliContext.unreadableFile("--config", file, why));
        }
    }

    private Path dataDir() {
        return dataDir == null
                ? Path.of(
                        properties.getProperty("portnokkel.data-dir", System.getProperty("user.home") + "/.portnokkel"))
                : dataDir.toAbsolutePath();
    }

    private String prefix() {
        if (config == null) {
            return "--";
        }
        return device == null ? "portnokkel.hsm." : "portnokkel.hsm.devices." + device + ".";
    }

    private Optional<String> value(String key) {
        if (config != null) {
            return Optional.ofNullable(properties.getProperty(prefix() + key));
        }
        return switch (key) {
            case "library" -> absolute(library);
            case "token-label" -> Optional.ofNullable(tokenLabel);
            case "slot" -> Optional.ofNullable(slot).map(String::valueOf);
            case "pin-file" -> absolute(pinFile);
            default -> Optional.empty();
        };
    }

    private static Optional<String> absolute(@Nullable Path path) {
        return Optional.ofNullable(path).map(Path::toAbsolutePath).map(Path::toString);
    }

    private CommandLine verb() {
        return Objects.requireNonNull(verb).commandLine();
    }
}
