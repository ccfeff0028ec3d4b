package no.portnokkel.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.control.register.RegisterRuntime;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.register.KeyUse;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.settings.CheckedValues;

/** Adapts the running server to {@link RegisterRuntime}. */
final class PortnokkelDevices implements RegisterRuntime {
    private final PortnokkelOperations portnokkel;
    private final Optional<KeyUse> audit;
    private final List<KeyUse> nextKeys;

    /** @param values those below {@code portnokkel.}; read once */
    PortnokkelDevices(PortnokkelOperations portnokkel, CheckedValues values) {
        this.portnokkel = portnokkel;
        this.audit = values.text("audit.key").map(KeyUse::ofAudit);
        this.nextKeys = portnokkel.configuration().environments().keySet().stream()
                .flatMap(
                        name -> values
                                .text("environments." + name + ".next-key")
                                .map(label -> KeyUse.ofNextKey(label, name))
                                .stream())
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
        return Stream.concat(
                        portnokkel.choices().environments().stream()
                                .filter(environment -> isOn(device, environment))
                                .flatMap(this::keyUses),
                        audit.filter(use -> device.isEmpty()).stream())
                .toList();
    }

    private Stream<KeyUse> keyUses(EnvironmentSettings settings) {
        String environment = settings.environment().name();
        Stream<KeyUse> own = settings.client().map(client -> use(environment, Optional.empty(), client)).stream();
        Stream<KeyUse> clients = settings.clients().entrySet().stream()
                .map(client -> use(environment, Optional.of(client.getKey()), client.getValue()));
        Stream<KeyUse> next = nextKeys.stream().filter(use -> use.environment().equals(Optional.of(environment)));
        return Stream.of(own, clients, next).flatMap(uses -> uses);
    }

    private static KeyUse use(String environment, Optional<String> name, ClientSettings client) {
        return KeyUse.ofGrants(client.key(), environment, name, client.kid());
    }

    private static boolean isOn(String device, EnvironmentSettings environment) {
        return environment.device().orElse("").equals(device);
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
