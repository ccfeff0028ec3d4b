package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads one environment: a preset, a retired one, or the bank's own. */
final class EnvironmentReader {
    private static final URI NOWHERE = URI.create("https://unknown.invalid/");
    private static final Text ADDRESS =
            new Text("en fullstendig adresse, som https://vert/sti", "an absolute address, such as https://host/path");
    private static final Text PEM =
            new Text("en lesbar PEM-fil med sertifikater", "a readable PEM file of certificates");
    private static final List<String> ADDRESSES = List.of("issuer", "token-endpoint", "jwks-uri");

    private final String name;
    private final ConfigValues values;
    private final CheckedValues checked;

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
        SortedMap<String, ClientSettings> clients = new TreeMap<>();
        for (String further : values.children(checked.key("clients"))) {
            new ClientReader(checked.below("clients." + further), checked)
                    .read()
                    .ifPresent(read -> clients.put(further, read));
        }
        return new EnvironmentSettings(
                environment.orElseGet(this::unknown),
                ready ? State.READY : State.INCOMPLETE,
                ready ? client : Optional.empty(),
                clients,
                checked.text("hsm"),
                authorities,
                List.copyOf(checked.problems()));
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
        return custom();
    }

    private void refuseOverride(String key, Environment preset) {
        if (checked.text(key).isPresent()) {
            checked.wrong(
                    key,
                    new Text(
                            "ingen verdi; adressene, klassen og utstederne til " + preset.name()
                                    + " er Digdirs, så gi et eget miljø et annet navn",
                            "no value; the addresses, the class and the issuers of " + preset.name()
                                    + " are Digdir's, so give an environment of your own another name"));
        }
    }

    private Optional<Environment> custom() {
        Optional<URI> issuer = checked.value("issuer", ADDRESS, EnvironmentReader::address);
        if (issuer.isEmpty()) {
            if (checked.text("issuer").isEmpty()) {
                checked.missing("issuer", ADDRESS);
            }
            return Optional.empty();
        }
        Optional<Environment> preset = Presets.at(issuer.get().getHost());
        if (preset.isPresent()) { // whatever it is called here: nobody lowers the class of production by an alias
            Environment known = preset.get();
            return Optional.of(new Environment(
                    name, known.environmentClass(), known.issuer(), known.tokenEndpoint(), known.jwksUri()));
        }
        EnvironmentClass environmentClass =
                checked.oneOf("class", EnvironmentClass.class).orElse(EnvironmentClass.TEST);
        Origin origin = Origin.of(issuer.get());
        boolean https = origin.scheme().equals("https");
        if (!https && !(environmentClass == EnvironmentClass.TEST && origin.isLoopback())) {
            checked.wrong(
                    "issuer",
                    new Text(
                            "https; http er bare for loopback-adresser i klasse test",
                            "https; plain http is for loopback hosts in class test"));
            return Optional.empty();
        }
        String written = checked.text("issuer").orElseThrow();
        String base = written.endsWith("/") ? written : written + "/";
        return Optional.of(new Environment(
                name,
                environmentClass,
                written,
                address("token-endpoint", issuer.get()).orElse(URI.create(base + "token")),
                address("jwks-uri", issuer.get()).orElse(URI.create(base + "jwk"))));
    }

    private Optional<URI> address(String key, URI issuer) {
        return checked.value(key, ADDRESS, EnvironmentReader::address).filter(uri -> {
            boolean ours = Origin.of(uri).equals(Origin.of(issuer));
            if (!ours) {
                checked.wrong(
                        key,
                        new Text(
                                "samme protokoll, vert og port som issuer (" + issuer + ")",
                                "the issuer's scheme, host and port (" + issuer + ")"));
            }
            return ours;
        });
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        Origin.of(uri);
        return uri;
    }

    private Environment unknown() {
        return new Environment(
                name, EnvironmentClass.TEST, checked.text("issuer").orElse(""), NOWHERE, NOWHERE);
    }
}
