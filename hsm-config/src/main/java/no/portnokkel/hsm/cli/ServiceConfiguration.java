package no.portnokkel.hsm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.register.CandidateKeys;
import no.portnokkel.hsm.register.DecidedKeys;
import no.portnokkel.hsm.register.KeyUse;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.ClientValues;
import no.portnokkel.settings.DigdirAddresses;
import no.portnokkel.settings.HttpAddress;
import no.portnokkel.settings.KnownKeys;

/**
 * What the application will make of the same configuration file, besides the HSM: the clients of its environments, what it asks of
 * their certificates, and what it would report as wrong. Without the addresses, which only the application uses.
 */
final class ServiceConfiguration {
    private static final Pattern ENVIRONMENT_KEY =
            Pattern.compile("portnokkel\\.environments\\.([a-z0-9-]+)\\.(?:clients\\.([a-z0-9-]+)\\.)?.+");
    private static final List<String> FIXED_IN_PRESETS =
            List.of("issuer", "token-endpoint", "jwks-uri", "class", "authorities-file");

    private final Properties properties;
    private final CheckedValues values;
    private final List<Client> clients = new ArrayList<>();
    private final DecidedKeys decided;

    /**
     * @param dataDir where the control room stores which environment is active
     * @param decided what the control room has decided about keys
     */
    ServiceConfiguration(Properties properties, Path dataDir, DecidedKeys decided) {
        this.properties = properties;
        this.decided = decided;
        this.values = new CheckedValues(
                key -> Optional.ofNullable(properties.getProperty(KnownKeys.PREFIX + key)), KnownKeys.PREFIX);
        Set<String> environments = environments();
        environments.forEach(this::environment);
        if (hasEnvironments() && !Files.exists(dataDir.resolve("active-environment"))) {
            requireActive(environments);
        }
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(KnownKeys.PREFIX) && !KnownKeys.isKnown(name))
                .sorted()
                .forEach(name -> values.report(KnownKeys.unknown(
                        name, environments.stream().findFirst().orElse("test"))));
    }

    /** Returns whether the file is about Maskinporten too, not only about an HSM. */
    boolean hasEnvironments() {
        return !environments().isEmpty();
    }

    /** Returns the environments whose keys are in this device. */
    List<String> environments(Optional<String> device) {
        return environments().stream()
                .filter(name -> device(name).equals(device))
                .toList();
    }

    /** Returns the environments whose keys are in other devices, with the device. */
    SortedMap<String, String> elsewhere(Optional<String> device) {
        SortedMap<String, String> elsewhere = new TreeMap<>();
        environments().stream()
                .filter(name -> !device(name).equals(device))
                .forEach(name -> elsewhere.put(name, device(name).orElse("")));
        return elsewhere;
    }

    private Optional<String> device(String environment) {
        return values.text("environments." + environment + ".hsm");
    }

    /** Returns what the application would report. */
    List<Problem> problems() {
        return values.problems();
    }

    /** Returns the problems of unknown keys only: a misspelt key is easily overlooked. */
    List<Problem> unknownKeys() {
        return values.problems().stream()
                .filter(problem -> problem.code() == ProblemCode.CONFIGURATION_UNKNOWN_KEY)
                .toList();
    }

    /** Returns what the application asks of the certificate of a key whose certificate it sends; often empty. */
    List<CertificateRules> rules(String label, Optional<String> device) {
        return clients.stream()
                .filter(client ->
                        client.use().label().equals(label) && client.device().equals(device))
                .flatMap(client -> client.rules().stream())
                .distinct()
                .toList();
    }

    /** Returns where the file names keys of this device. */
    List<KeyUse> keyUses(Optional<String> device) {
        Stream<KeyUse> grants = clients.stream()
                .filter(client -> client.device().equals(device))
                .map(Client::use);
        Stream<KeyUse> next = environments(device).stream()
                .flatMap(name -> Stream.concat(
                                Stream.of(Optional.<String>empty()),
                                clientNames(name).stream().map(Optional::of))
                        .flatMap(client -> CandidateKeys.next(values, name, client).stream()));
        Stream<KeyUse> standby = environments().stream()
                .flatMap(name -> CandidateKeys.standby(values, name, device.orElse("")).stream());
        Stream<KeyUse> audit = values.text("audit.key").filter(label -> device.isEmpty()).map(KeyUse::ofAudit).stream();
        List<KeyUse> configured =
                Stream.of(grants, next, standby, audit).flatMap(uses -> uses).toList();
        return decided.uses(configured, device.orElse(""), environments(device));
    }

    private Set<String> environments() {
        Set<String> names = new TreeSet<>();
        for (String key : properties.stringPropertyNames()) {
            Matcher matcher = ENVIRONMENT_KEY.matcher(key);
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        }
        values.text("environment").filter(DigdirAddresses::isPreset).ifPresent(names::add);
        return names;
    }

    private void requireActive(Set<String> environments) {
        Optional<String> active = values.text("environment");
        String choices = String.join(", ", environments);
        if (active.isEmpty()) {
            values.report(Problem.of(
                            ProblemCode.CONFIGURATION_INVALID,
                            "configuration-invalid.no-environment",
                            Map.of("choices", choices))
                    .withConfigurationKey(values.key("environment")));
        } else if (!environments.contains(active.get())) {
            values.wrong("environment", Text.verbatim(choices));
        }
    }

    private void environment(String name) {
        CheckedValues environment = values.below("environments." + name);
        Optional<String> digdirs = DigdirAddresses.isPreset(name) || DigdirAddresses.isRetired(name)
                ? Optional.of(name)
                : environment.text("issuer").flatMap(DigdirAddresses::environmentOf);
        if (digdirs.filter(DigdirAddresses::isRetired).isPresent()) {
            values.report(Problem.of(
                    ProblemCode.ENVIRONMENT_RETIRED,
                    "environment-retired.use-test",
                    Map.of(
                            "where", environment.key("*"),
                            "name", digdirs.get(),
                            "since", Text.message("environment-retired.since." + digdirs.get()))));
            return;
        }
        requireIssuer(name, digdirs, environment);
        boolean production = digdirs.isPresent()
                ? digdirs.get().equals("prod")
                : environment.oneOf("class", EnvironmentClass.class).equals(Optional.of(EnvironmentClass.PRODUCTION));
        List<X509Certificate> authorities = environment
                .value("authorities-file", Text.message("configuration.pem-file"), ServiceConfiguration::certificates)
                .orElse(List.of());
        Function<String, CertificateRules> rules =
                organisation -> new CertificateRules(name, production, digdirs.isPresent(), authorities, organisation);
        client(name, Optional.empty(), new ClientValues(environment), rules);
        clientNames(name)
                .forEach(client -> client(
                        name,
                        Optional.of(client),
                        new ClientValues(environment.below("clients." + client), environment),
                        rules));
    }

    private static void requireIssuer(String name, Optional<String> digdirs, CheckedValues environment) {
        Text address = Text.message("configuration.address");
        if (DigdirAddresses.isPreset(name)) {
            FIXED_IN_PRESETS.stream()
                    .filter(key -> environment.text(key).isPresent())
                    .forEach(key -> environment.wrong(
                            key, Text.message("configuration.preset-override", Map.of("name", name))));
        } else if (digdirs.isPresent()) {
            DigdirAddresses.requireIssuer(environment, digdirs.get());
        } else if (environment.text("issuer").isEmpty()) {
            environment.missing("issuer", address);
        } else {
            environment.value("issuer", address, HttpAddress::ofIssuer);
        }
    }

    private void client(
            String environment, Optional<String> name, ClientValues client, Function<String, CertificateRules> rules) {
        client.clientId();
        Optional<String> kid = client.kid();
        Optional<String> organisation = client.organisationNumber(ServiceConfiguration::organisationNumber);
        client.key()
                .ifPresent(label -> clients.add(new Client(
                        KeyUse.ofGrants(label, environment, name, kid),
                        device(environment),
                        organisation.filter(owner -> kid.isEmpty()).map(rules))));
    }

    private Set<String> clientNames(String environment) {
        Set<String> names = new TreeSet<>();
        for (String key : properties.stringPropertyNames()) {
            Matcher matcher = ENVIRONMENT_KEY.matcher(key);
            if (matcher.matches() && matcher.group(1).equals(environment) && matcher.group(2) != null) {
                names.add(matcher.group(2));
            }
        }
        return names;
    }

    private static String organisationNumber(String text) {
        try {
            if (Csr.Subject.organisationNumber(text).equals(text)) {
                return text;
            }
        } catch (KeyRejectedException wrong) {
            throw new IllegalArgumentException(wrong);
        }
        throw new IllegalArgumentException("An organisation number has no spaces in the configuration.");
    }

    private static List<X509Certificate> certificates(String file) {
        try {
            return CertificateFile.read(Files.readAllBytes(Path.of(file)));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    /** The values of {@code class}. */
    private enum EnvironmentClass {
        TEST,
        PRODUCTION
    }

    /**
     * A client with a key.
     *
     * @param device where the key is; empty: {@code hsm.*}
     * @param rules what is asked of its certificate; empty when grants carry none, and when the owner is not known
     */
    private record Client(KeyUse use, Optional<String> device, Optional<CertificateRules> rules) {}
}
