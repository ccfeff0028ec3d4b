package no.portnokkel.admin;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.control.register.RegisterRuntime;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.RequestedKeys;
import no.portnokkel.hsm.register.CandidateKeys;
import no.portnokkel.hsm.register.KeyUse;
import no.portnokkel.hsm.register.KeyUse.Purpose;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.settings.CheckedValues;

/** Adapts the running server to {@link RegisterRuntime}. */
final class PortnokkelDevices implements RegisterRuntime {
    private final PortnokkelOperations portnokkel;
    private final Optional<KeyUse> audit;
    private final List<KeyUse> nextKeys;
    private final RequestedKeys requested;

    /** @param values those below {@code portnokkel.}; read once */
    PortnokkelDevices(PortnokkelOperations portnokkel, CheckedValues values) {
        this.portnokkel = portnokkel;
        this.requested = new RequestedKeys(portnokkel.configuration().dataDir());
        this.audit = values.text("audit.key").map(KeyUse::ofAudit);
        this.nextKeys = portnokkel.configuration().environments().values().stream()
                .flatMap(settings -> settings.allClients().keySet().stream()
                        .flatMap(client -> CandidateKeys.next(
                                values, settings.environment().name(), client)
                                .stream()))
                .toList();
    }

    @Override
    public Map<String, Hsm> devicesInUse() {
        return portnokkel.devicesInUse();
    }

    @Override
    public Map<String, Hsm> devices() {
        return portnokkel.devices();
    }

    @Override
    public List<KeyUse> keyUses(String device) {
        KeyChoices decided = portnokkel.activeEnvironment().keys();
        Stream<KeyUse> clients = portnokkel.configuration().environments().values().stream()
                .filter(environment -> isOn(device, environment))
                .flatMap(environment -> environment.allClients().entrySet().stream()
                        .flatMap(client ->
                                uses(environment.environment().name(), client.getKey(), client.getValue(), decided)));
        Stream<KeyUse> failover = portnokkel.configuration().environments().values().stream()
                .flatMap(environment -> environment.standby().stream()
                        .filter(standby -> standby.device().equals(device))
                        .map(standby -> use(
                                Purpose.STANDBY,
                                environment.environment().name(),
                                Optional.empty(),
                                standby.clientKey())));
        Stream<KeyUse> stopped = decided.stopped().stream()
                .filter(key -> key.device().equals(device))
                .map(key -> KeyUse.ofStopped(key.label()));
        return Stream.of(clients, failover, stopped, audit.filter(use -> device.isEmpty()).stream())
                .flatMap(uses -> uses)
                .toList();
    }

    private Stream<KeyUse> uses(
            String environment, Optional<String> name, ClientSettings configured, KeyChoices decided) {
        ClientKey used = decided.appliedTo(environment, name, configured).clientKey();
        Stream<KeyUse> previous = decided.everUsed(environment, name, configured)
                .map(ClientSettings::clientKey)
                .distinct()
                .filter(key -> !key.equals(used))
                .map(key -> use(Purpose.PREVIOUS, environment, name, key));
        Stream<KeyUse> standby = Optional.ofNullable(decided.standby().get(KeyChoices.nameOf(environment, name)))
                .map(key -> use(Purpose.STANDBY, environment, name, key))
                .stream();
        Stream<KeyUse> next = nextKeys.stream()
                .filter(use -> use.environment().equals(Optional.of(environment))
                        && use.client().equals(name));
        return Stream.of(Stream.of(use(Purpose.GRANTS, environment, name, used)), previous, standby, next)
                .flatMap(uses -> uses);
    }

    private static KeyUse use(Purpose purpose, String environment, Optional<String> client, ClientKey key) {
        return KeyUse.of(key.label(), purpose, environment, client, key.kid());
    }

    private static boolean isOn(String device, EnvironmentSettings environment) {
        return environment.device().orElse("").equals(device);
    }

    @Override
    public boolean isRequested(PublicKey key) {
        return requested.contains(key);
    }

    @Override
    public boolean isActiveKey(String device, String label) {
        boolean isActiveDevice = portnokkel
                .activeEnvironment()
                .environment()
                .flatMap(name -> Optional.ofNullable(
                        portnokkel.configuration().environments().get(name)))
                .filter(environment -> isOn(device, environment))
                .isPresent();
        return isActiveDevice
                && portnokkel.key().filter(key -> key.label().equals(label)).isPresent();
    }
}
