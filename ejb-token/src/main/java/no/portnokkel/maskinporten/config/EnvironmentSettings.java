package no.portnokkel.maskinporten.config;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.problem.Problem;

/**
 * The settings of one environment.
 *
 * @param environment its addresses; the former addresses if it is retired
 * @param state whether grants can be sent to it
 * @param client the default client; empty unless {@link State#READY}
 * @param clients additional clients by name; invalid ones are missing here and listed in {@code problems}
 * @param standby the default client with the key that signs while the HSM of its own key is away; empty if none is configured
 * @param allowed what this application may ask for
 * @param device the name of its HSM ({@code hsm.devices.NAME}); empty for {@code hsm.*}
 * @param authorities certificate authorities that a custom environment accepts besides the known ones; often empty
 * @param problems all problems in the order of the keys; an invalid additional client does not disable the other clients
 */
public record EnvironmentSettings(
        Environment environment,
        State state,
        Optional<ClientSettings> client,
        SortedMap<String, ClientSettings> clients,
        Optional<ClientSettings> standby,
        AllowedRequests allowed,
        Optional<String> device,
        List<X509Certificate> authorities,
        List<Problem> problems) {

    /** Whether grants can be sent. */
    public enum State {
        READY,
        INCOMPLETE,
        RETIRED
    }

    /**
     * Returns a client.
     *
     * @param name of an additional client; empty for the default client
     */
    public Optional<ClientSettings> client(Optional<String> name) {
        return name.isEmpty() ? client : Optional.ofNullable(clients.get(name.get()));
    }

    /** Returns all clients, the default client under no name. */
    public Map<Optional<String>, ClientSettings> allClients() {
        Map<Optional<String>, ClientSettings> all = new LinkedHashMap<>();
        client.ifPresent(own -> all.put(Optional.empty(), own));
        clients.forEach((name, further) -> all.put(Optional.of(name), further));
        return all;
    }

    /** Returns the default client, the additional ones and the standby, each with its key. */
    public Stream<ClientSettings> allSigners() {
        return Stream.concat(allClients().values().stream(), standby.stream());
    }

    /** Returns a key by its label: the standby's if no other client has one of this label, else one of the environment's HSM. */
    public DeviceKey deviceKey(String label) {
        return allSigners()
                .map(ClientSettings::deviceKey)
                .filter(key -> key.label().equals(label))
                .findFirst()
                .orElseGet(() -> new DeviceKey(device.orElse(""), label));
    }

    /** Returns the same settings with other clients. */
    EnvironmentSettings withClients(Optional<ClientSettings> own, SortedMap<String, ClientSettings> further) {
        return new EnvironmentSettings(
                environment, state, own, further, standby, allowed, device, authorities, problems);
    }

    /** Returns the same settings for one application. */
    public EnvironmentSettings allowing(AllowedRequests requests) {
        return new EnvironmentSettings(
                environment, state, client, clients, standby, requests, device, authorities, problems);
    }

    /**
     * Returns where the keys of a device are below {@code portnokkel.}, without a dot at the end.
     *
     * @param device its name; empty for {@code hsm.*}
     */
    static String devicePrefix(String device) {
        return device.isEmpty() ? "hsm" : "hsm.devices." + device;
    }

    /** Returns the checks for the certificate of a client whose grants contain it. */
    public CertificateRules certificateRules(ClientSettings client) {
        return new CertificateRules(
                environment.name(),
                environment.environmentClass() == EnvironmentClass.PRODUCTION,
                environment.isDigdirs(),
                authorities,
                client.organisationNumber().digits());
    }
}
