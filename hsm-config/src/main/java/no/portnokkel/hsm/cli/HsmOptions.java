package no.portnokkel.hsm.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which device: the application's own configuration, or module and token by name. */
final class HsmOptions {
    private static final Pattern KEY =
            Pattern.compile("portnokkel\\.environments\\.([a-z0-9-]+)\\.(?:clients\\.[a-z0-9-]+\\.)?(?:next-)?key");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec verb;

    @Option(names = "--config", paramLabel = "FILE", description = "The application's configuration (properties).")
    private @Nullable Path config;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "With --config: portnokkel.hsm.devices.NAME instead of portnokkel.hsm.")
    private @Nullable String device;

    @Option(names = "--library", paramLabel = "FILE", description = "Without --config: the PKCS#11 module.")
    private @Nullable Path library;

    @Option(names = "--token-label", paramLabel = "LABEL", description = "Without --config: the token.")
    private @Nullable String tokenLabel;

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            description = "Without --config: holds the PIN on one line. Without it: asked for, without echo.")
    private @Nullable Path pinFile;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Without --config: where refused PINs are remembered (~/.portnokkel).")
    private @Nullable Path dataDir;

    private final Properties properties = new Properties();

    /**
     * Reads the settings.
     *
     * @throws ParameterException names everything that is wrong
     */
    HsmSettings settings(CliContext desk) {
        return settings(desk, key -> Optional.empty());
    }

    /**
     * Reads the settings of a module whose tokens are only to be listed, so that none has to be chosen.
     *
     * @throws ParameterException names everything that is wrong
     */
    HsmSettings moduleSettings(CliContext desk) {
        return settings(
                desk,
                key -> key.equals("slot") && value("token-label").isEmpty() ? Optional.of("0") : Optional.empty());
    }

    private HsmSettings settings(CliContext desk, Function<String, Optional<String>> defaults) {
        boolean named = library != null || tokenLabel != null || pinFile != null || dataDir != null;
        if ((config != null) == named) {
            throw wrong("Give --config, or --library and --token-label.");
        }
        if (config != null) {
            load(config);
        }
        List<Problem> problems = new ArrayList<>();
        Optional<HsmSettings> settings =
                HsmSettings.read(key -> value(key).or(() -> defaults.apply(key)), prefix(), dataDir(), problems::add);
        return settings.orElseThrow(() -> wrong(String.join(
                System.lineSeparator(),
                problems.stream()
                        .map(problem -> problem.detail().in(desk.reader()) + " "
                                + problem.remedy().in(desk.reader()))
                        .toList())));
    }

    PinSource pins(HsmSettings settings, CliContext desk) {
        String key = settings.keyName("pin-file");
        Optional<PinSource> file = settings.pinFile().map(path -> new PinFile(key, path));
        return file.orElseGet(() -> desk.typedPin(key, settings.token().spoken()));
    }

    /** The way to the token of these settings; nothing is loaded yet. */
    Connector connector(HsmSettings settings, CliContext desk) {
        return new Connector(settings, pins(settings, desk), new SecureRandom(), System::nanoTime);
    }

    /** Labels that the configuration's environments use in this device; empty without a configuration. */
    List<String> keyLabels() {
        return properties.stringPropertyNames().stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .filter(key -> Objects.equals(
                        device, properties.getProperty("portnokkel.environments." + key.group(1) + ".hsm")))
                .map(key -> properties.getProperty(key.group()))
                .distinct()
                .sorted()
                .toList();
    }

    private void load(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) { // the latter: a malformed escape in the file
            throw wrong("--config " + file + " cannot be read: " + unreadable.getMessage());
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
            case "pin-file" -> absolute(pinFile);
            default -> Optional.empty();
        };
    }

    private static Optional<String> absolute(@Nullable Path path) {
        return Optional.ofNullable(path).map(Path::toAbsolutePath).map(Path::toString);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(verb).commandLine(), message);
    }
}
