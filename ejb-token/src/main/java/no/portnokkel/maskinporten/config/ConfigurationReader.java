package no.portnokkel.maskinporten.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.KnownKeys;

/** Reads all keys and collects all problems. */
final class ConfigurationReader {
    private static final System.Logger LOG = System.getLogger(ConfigurationReader.class.getName());
    private static final String ENVIRONMENT = "environment";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Text PEM = Text.message("configuration.pem-file");

    private final ConfigValues values;
    private final CheckedValues checked;
    private boolean isDataDirUsable;

    ConfigurationReader(ConfigValues values) {
        this.values = new GuardedValues(values);
        this.checked = Configuration.checked(this.values, KnownKeys.PREFIX);
    }

    Configuration read() {
        unlistedSources();
        Path dataDir = dataDir();
        SortedMap<String, EnvironmentSettings> environments = environments();
        Optional<String> first = firstEnvironment(environments);
        Map<String, DeviceSettings> devices = devices(environments, dataDir);
        Map<String, AllowedRequests> applications = applications();
        HttpSettings http = http(dataDir);
        Optional<ReceiveSettings> receive = ReceiveSettings.read(checked.below("receive"), values);
        TokenSettings tokens = tokens();
        unknownKeys(first.or(() -> environments.keySet().stream().findFirst()).orElse("test"));
        List<Problem> problems = new ArrayList<>(checked.problems());
        environments.values().forEach(environment -> problems.addAll(environment.problems()));
        return new Configuration(
                first,
                environments,
                devices,
                applications,
                receive.filter(read -> problems.stream().noneMatch(Configuration::preventsReceiving)),
                http,
                tokens,
                dataDir,
                problems.stream().distinct().toList());
    }

    private void unlistedSources() {
        List<String> unlisted = values.unlistedSources();
        if (!unlisted.isEmpty()) {
            checked.report(Problem.of(
                    ProblemCode.CONFIGURATION_INVALID,
                    "configuration-invalid.unlisted",
                    Map.of("sources", String.join(", ", unlisted))));
        }
    }

    private Path dataDir() {
        int problemsBefore = checked.problems().size();
        Path dataDir = checked.dataDir();
        isDataDirUsable = checked.problems().size() == problemsBefore;
        return dataDir;
    }

    private SortedMap<String, EnvironmentSettings> environments() {
        Set<String> names = new TreeSet<>(values.children(KnownKeys.PREFIX + "environments"));
        checked.text(ENVIRONMENT)
                .filter(name -> Presets.byName(name).isPresent()
                        || Presets.retiredByName(name).isPresent())
                .ifPresent(names::add);
        names.removeIf(name -> ReceiveSettings.isReceivedOnly(name, values));
        SortedMap<String, EnvironmentSettings> environments = new TreeMap<>();
        names.forEach(name -> environments.put(name, new EnvironmentReader(name, values).read()));
        return environments;
    }

    private Optional<String> firstEnvironment(SortedMap<String, EnvironmentSettings> environments) {
        Optional<String> first = checked.text(ENVIRONMENT);
        if (first.isPresent() && !environments.containsKey(first.get())) {
            String choices = String.join(", ", Configuration.choices(environments.keySet()));
            return checked.wrong(ENVIRONMENT, Text.verbatim(choices));
        }
        return first;
    }

    private Map<String, DeviceSettings> devices(SortedMap<String, EnvironmentSettings> environments, Path dataDir) {
        Set<String> names = environments.values().stream()
                .flatMap(environment -> Stream.concat(
                        Stream.of(environment.device().orElse("")),
                        environment.standby().stream().map(ClientSettings::device)))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, DeviceSettings> devices = new HashMap<>();
        for (String name : names) {
            CheckedValues device = checked.below(EnvironmentSettings.devicePrefix(name));
            DeviceSettings.read(device, dataDir)
                    .filter(settings -> isDataDirUsable) // a module copy there could be replaced before it is loaded
                    .ifPresent(settings -> devices.put(name, settings));
        }
        return devices;
    }

    private Map<String, AllowedRequests> applications() {
        Map<String, AllowedRequests> applications = new HashMap<>();
        values.children(KnownKeys.PREFIX + "clients.allow")
                .forEach(name ->
                        applications.put(name, AllowedRequests.read(name, checked.below("clients.allow." + name))));
        return applications;
    }

    private HttpSettings http(Path dataDir) {
        CheckedValues http = checked.below("http");
        return new HttpSettings(
                http.duration("connect-timeout", SHORTEST, LONGEST).orElse(Duration.ofSeconds(2)),
                http.duration("timeout", SHORTEST, LONGEST).orElse(Duration.ofSeconds(10)),
                new ProxyReader(http, dataDir, isDataDirUsable).read(),
                http.value("truststore", PEM, EnvironmentReader::pemCertificates)
                        .orElse(List.of()));
    }

    private TokenSettings tokens() {
        CheckedValues tokens = checked.below("tokens");
        return new TokenSettings(
                tokens.share("refresh-at").orElse(0.75),
                tokens.share("margin").map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                tokens.count("max-entries", 1_000_000).orElse(10_000),
                tokens.duration("wait", SHORTEST, LONGEST).orElse(Duration.ofSeconds(15)));
    }

    /** @param environment for suggestions of keys that need one */
    private void unknownKeys(String environment) {
        List<String> unknownVariables = new ArrayList<>();
        for (String name : new TreeSet<>(values.names())) {
            if (KnownKeys.isVariable(name)) {
                if (KnownKeys.fromVariable(name).isEmpty()) {
                    unknownVariables.add(name);
                }
            } else if (name.startsWith(KnownKeys.PREFIX) && !KnownKeys.isKnown(name) && !isRenamedVariable(name)) {
                checked.report(KnownKeys.unknown(name, environment));
            }
        }
        if (!unknownVariables.isEmpty()) { // Kubernetes may set PORTNOKKEL_SERVICE_HOST: a warning, never an error
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Environment variables with the prefix PORTNOKKEL_ match no configuration key: {0}",
                    unknownVariables);
        }
    }

    /** WildFly lists each environment variable a second time, in lower case and with dots instead of hyphens. */
    private boolean isRenamedVariable(String name) {
        return values.names().stream()
                .filter(KnownKeys::isVariable)
                .anyMatch(variable -> variable.equalsIgnoreCase(name.replaceAll("[.-]", "_")));
    }
}
