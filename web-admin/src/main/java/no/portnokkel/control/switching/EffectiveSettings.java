package no.portnokkel.control.switching;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;

/**
 * The settings of an environment that decide as which client, with which key and to which address a grant is sent.
 *
 * @param values by name, in display order
 */
record EffectiveSettings(Map<String, String> values) {
    private static final String CERTIFICATE = "certificate";

    /** Returns no settings: no environment has been chosen yet. */
    static EffectiveSettings none() {
        return new EffectiveSettings(Map.of());
    }

    static EffectiveSettings of(EnvironmentSettings settings) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("environment", settings.environment().name());
        values.put("class", settings.environment().environmentClass().word());
        values.put("issuer", settings.environment().issuer());
        values.put("token-endpoint", settings.environment().tokenEndpoint().toString());
        settings.device().ifPresent(device -> values.put("hsm", device));
        settings.client().ifPresent(client -> put(values, "", client));
        settings.clients().forEach((name, client) -> put(values, "clients." + name + ".", client));
        return new EffectiveSettings(values);
    }

    /** Returns what is known of an environment that is in use but no longer configured: its name. */
    static EffectiveSettings ofUnknown(String environment) {
        return new EffectiveSettings(Map.of("environment", environment));
    }

    private static void put(Map<String, String> values, String prefix, ClientSettings client) {
        values.put(prefix + "client-id", client.clientId());
        values.put(prefix + "organisation-number", client.organisationNumber().digits());
        values.put(prefix + "key", client.key());
        client.kid()
                .ifPresentOrElse(
                        kid -> values.put(prefix + "kid", kid),
                        () -> values.put(prefix + "x5c", client.x5c().name().toLowerCase(Locale.ROOT)));
        values.put(prefix + "algorithm", client.algorithm().name());
    }

    /** Returns these settings with the certificate's digest, if the HSM gave it. */
    EffectiveSettings withCertificate(Optional<String> sha256) {
        Map<String, String> all = new LinkedHashMap<>(values);
        sha256.ifPresent(known -> all.put(CERTIFICATE, known));
        return new EffectiveSettings(all);
    }

    /** Returns the settings that differ from {@code target}, in display order. */
    List<Switch.Difference> differenceTo(EffectiveSettings target) {
        Set<String> names = new LinkedHashSet<>(target.values.keySet());
        names.addAll(values.keySet());
        List<Switch.Difference> lines = new ArrayList<>();
        for (String name : names) {
            Optional<String> from = Optional.ofNullable(values.get(name));
            Optional<String> to = Optional.ofNullable(target.values.get(name));
            if (!from.equals(to)) {
                lines.add(new Switch.Difference(name, from, to));
            }
        }
        return lines;
    }
}
