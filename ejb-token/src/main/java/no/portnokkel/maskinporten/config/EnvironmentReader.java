package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads one environment: a preset, a retired one, or the bank's own. */
final class EnvironmentReader {
    private static final URI NOWHERE = URI.create("https://unknown.invalid/");
    private static final Text PEM = Text.message("environment-reader.pem");
    private static final List<String> ADDRESSES = List.of("issuer", "token-endpoint", "jwks-uri");

    private final String name;
    private final ConfigValues values;
    private final CheckedValues checked;
    private final List<Problem> warnings = new ArrayList<>();

    EnvironmentReader(String name, ConfigValues values) {
        this.name = name;
        this.values = values;
        this.checked = KnownKeys.checked(values).below("environments." + name);
    }

    EnvironmentSettings read() {
        Optional<Presets.Retired> retired = retired();
        if (retired.isPresent()) {
            return refused(retired.get());
        }
        Optional<Environment> environment = environment();
        List<X509Certificate> authorities =
                checked.value("authorities-file", PEM, PemCertificates::in).orElse(List.of());
        Optional<ClientSettings> client = new ClientReader(checked).read();
        boolean ready = environment.isPresent()
                && client.isPresent()
                && checked.problems().isEmpty();
        MixedCredentials.in(values, checked.key("")).ifPresent(warnings::add);
        SortedMap<String, ClientSettings> clients = new TreeMap<>();
        for (String further : values.children(checked.key("clients"))) {
            new ClientReader(checked.below("clients." + further), checked)
                    .read()
                    .ifPresent(read -> clients.put(further, read));
            MixedCredentials.in(values, checked.key("clients." + further + ".")).ifPresent(warnings::add);
        }
        return new EnvironmentSettings(
                environment.orElseGet(this::unknown),
                ready ? State.READY : State.INCOMPLETE,
                ready ? client : Optional.empty(),
                clients,
                checked.text("hsm"),
                authorities,
                Stream.concat(checked.problems().stream(), warnings.stream()).toList());
    }

    private Optional<Presets.Retired> retired() {
        return Presets.retiredNamed(name)
                .or(() -> ADDRESSES.stream()
                        .flatMap(address -> checked.text(address).stream())
                        .flatMap(address -> host(address).flatMap(Presets::retiredAt).stream())
                        .findFirst());
    }

    private static Optional<String> host(String address) {
        try {
            return Optional.ofNullable(URI.create(address).getHost());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty(); // said when the address itself is read
        }
    }

    private EnvironmentSettings refused(Presets.Retired retired) {
        checked.report(retired.problem(checked.key("*")));
        Environment was = retired.environment();
        return new EnvironmentSettings(
                new Environment(name, was.environmentClass(), was.issuer(), was.tokenEndpoint(), was.jwksUri()),
                State.RETIRED,
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                List.copyOf(checked.problems()));
    }

    private Optional<Environment> environment() {
        Optional<Environment> preset = Presets.named(name);
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
            checked.wrong(key, Text.message("environment-reader.if", Map.of("name", preset.name())));
        }
    }

    private Environment unknown() {
        return new Environment(
                name, EnvironmentClass.TEST, checked.text("issuer").orElse(""), NOWHERE, NOWHERE);
    }
}
