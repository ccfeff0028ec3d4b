package no.portnokkel.maskinporten.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.KnownKeys;

/** Reads one environment: a preset, a retired preset, or a custom environment. */
final class EnvironmentReader {
    private static final URI NO_ADDRESS = URI.create("https://unknown.invalid/");
    private static final Text PEM = Text.message("configuration.pem-file");
    private static final List<String> ADDRESSES = List.of("issuer", "token-endpoint", "jwks-uri");

    private final String name;
    private final ConfigValues values;
    private final CheckedValues checked;
    private final List<Problem> warnings = new ArrayList<>();

    EnvironmentReader(String name, ConfigValues values) {
        this.name = name;
        this.values = values;
        this.checked = Configuration.checked(values, KnownKeys.PREFIX).below("environments." + name);
    }

    EnvironmentSettings read() {
        Optional<Presets.Retired> retired = retired();
        if (retired.isPresent()) {
            return retiredSettings(retired.get());
        }
        Optional<Environment> environment = environment();
        List<X509Certificate> authorities = checked.value("authorities-file", PEM, EnvironmentReader::pemCertificates)
                .orElse(List.of());
        Optional<ClientSettings> client = new ClientReader(checked).read();
        Optional<Problem> notAllowed = softwareInProduction(environment);
        boolean ready = environment.isPresent()
                && client.isPresent()
                && notAllowed.isEmpty()
                && checked.problems().isEmpty();
        MixedCredentials.find(values, checked.key("")).ifPresent(warnings::add);
        SortedMap<String, ClientSettings> clients = new TreeMap<>();
        for (String additional : values.children(checked.key("clients"))) {
            new ClientReader(checked.below("clients." + additional), checked)
                    .read()
                    .ifPresent(read -> clients.put(additional, read));
            MixedCredentials.find(values, checked.key("clients." + additional + "."))
                    .ifPresent(warnings::add);
        }
        Optional<ClientSettings> standby =
                client.flatMap(own -> new StandbyReader(checked, own, clients.values()).read());
        return new EnvironmentSettings(
                environment.orElseGet(this::unknown),
                ready ? State.READY : State.INCOMPLETE,
                ready ? client : Optional.empty(),
                clients,
                ready ? standby : Optional.empty(),
                AllowedRequests.ALL,
                checked.text("hsm"),
                authorities,
                Stream.of(notAllowed.stream(), checked.problems().stream(), warnings.stream())
                        .flatMap(problems -> problems)
                        .toList());
    }

    /** Class and profile decide alone, whatever else is wrong: the first problem is the one that callers get. */
    private Optional<Problem> softwareInProduction(Optional<Environment> environment) {
        boolean production = environment
                .map(known -> known.environmentClass() == EnvironmentClass.PRODUCTION)
                .orElseGet(() -> checked.text("class")
                        .filter(EnvironmentClass.PRODUCTION.name()::equalsIgnoreCase)
                        .isPresent());
        return Stream.concat(Stream.of(checked.text("hsm").orElse("")), checked.text("standby-hsm").stream())
                .map(device ->
                        Configuration.checked(values, KnownKeys.PREFIX).below(EnvironmentSettings.devicePrefix(device)))
                .filter(device -> production && DeviceSettings.isSoftware(device))
                .findFirst()
                .map(device -> Problem.of(
                                ProblemCode.HSM_PROFILE_NOT_ALLOWED,
                                "hsm-profile-not-allowed.environment",
                                Map.of("environment", name, "key", device.key("profile")))
                        .withConfigurationKey(device.key("profile")));
    }

    private Optional<Presets.Retired> retired() {
        return Presets.retiredByName(name)
                .or(() -> ADDRESSES.stream()
                        .flatMap(address -> checked.text(address).stream())
                        .flatMap(address -> Presets.retiredByAddress(address).stream())
                        .findFirst());
    }

    private EnvironmentSettings retiredSettings(Presets.Retired retired) {
        checked.report(retired.problem(checked.key("*")));
        Environment former = retired.environment();
        return new EnvironmentSettings(
                new Environment(
                        name, former.environmentClass(), former.issuer(), former.tokenEndpoint(), former.jwksUri()),
                State.RETIRED,
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                AllowedRequests.ALL,
                Optional.empty(),
                List.of(),
                List.copyOf(checked.problems()));
    }

    private Optional<Environment> environment() {
        Optional<Environment> preset = Presets.byName(name);
        if (preset.isPresent()) {
            ADDRESSES.forEach(address -> refuseOverride(address, preset.get()));
            refuseOverride("class", preset.get());
            refuseOverride("authorities-file", preset.get());
            return preset;
        }
        return new CustomEnvironmentReader(name, checked, warnings::add).read();
    }

    private void refuseOverride(String key, Environment preset) {
        if (checked.text(key).isPresent()) {
            checked.wrong(key, Text.message("configuration.preset-override", Map.of("name", preset.name())));
        }
    }

    /**
     * Reads a file of certificates.
     *
     * @throws IllegalArgumentException if the file cannot be read or contains no certificate
     */
    static List<X509Certificate> pemCertificates(String file) {
        try {
            return CertificateFile.read(Files.readAllBytes(Path.of(file)));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private Environment unknown() {
        return new Environment(
                name, EnvironmentClass.TEST, checked.text("issuer").orElse(""), NO_ADDRESS, NO_ADDRESS);
    }
}
