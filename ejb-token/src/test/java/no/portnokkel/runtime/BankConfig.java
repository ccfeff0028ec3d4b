package no.portnokkel.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** The configuration of a bank with an HSM and a twin, which a test changes key by key. */
public final class BankConfig {
    private final Map<String, String> values = new HashMap<>();

    public BankConfig(SoftHsmToken hsm, Path dataDir) {
        with("hsm.profile", "softhsm2");
        with("hsm.library", hsm.library().toString());
        with("hsm.token-label", hsm.label());
        with("hsm.pin-file", hsm.pinFile().toString());
        with("hsm.sign-timeout", "PT10S"); // a busy machine connects late, which is no outage
        with("data-dir", dataDir.toString());
    }

    BankConfig with(String key, String value) {
        values.put("portnokkel." + key, value);
        return this;
    }

    public BankConfig in(String environment, MaskinportenTwin twin) {
        return in(environment, twin.issuer());
    }

    BankConfig in(String environment, URI issuer) {
        values.putIfAbsent("portnokkel.environment", environment);
        String prefix = "environments." + environment + ".";
        return with(prefix + "issuer", issuer.toString())
                .with(prefix + "client-id", Bank.CLIENT)
                .with(prefix + "organisation-number", Bank.OWNER)
                .with(prefix + "key", "seal");
    }

    /** Returns the configured values by full key. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    PortnokkelOperations start(EventListener... listeners) {
        return PortnokkelOperations.start(ConfigValues.of(values), Executors.defaultThreadFactory(), "", listeners);
    }
}
