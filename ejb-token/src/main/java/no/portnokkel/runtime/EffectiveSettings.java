package no.portnokkel.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;

/**
 * Settings that decide as which client, with which key and to which address a grant is sent, and, where the control room adds
 * them, who decides about them. Holds no secret. Immutable.
 *
 * @param values by name, in display order
 */
public record EffectiveSettings(Map<String, String> values) {

    public EffectiveSettings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns no settings: no environment has been chosen yet. */
    public static EffectiveSettings none() {
        return new EffectiveSettings(Map.of());
    }

    /** Returns the settings of an environment with all its clients. */
    public static EffectiveSettings of(EnvironmentSettings settings) {
        Map<String, String> values = new LinkedHashMap<>(ofOwnClient(settings).values);
        settings.clients().forEach((name, client) -> put(values, "clients." + name + ".", client));
        return new EffectiveSettings(values);
    }

    /** Returns the settings of an environment and its own client: a deployment may have further clients of its own. */
    public static EffectiveSettings ofOwnClient(EnvironmentSettings settings) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("environment", settings.environment().name());
        values.put("class", settings.environment().environmentClass().word());
        values.put("issuer", settings.environment().issuer());
        values.put("token-endpoint", settings.environment().tokenEndpoint().toString());
        settings.device().ifPresent(device -> values.put("hsm", device));
        settings.client().ifPresent(client -> put(values, "", client));
        settings.standby().ifPresent(standby -> {
            values.put("standby-key", standby.key());
            standby.kid().ifPresent(kid -> values.put("standby-kid", kid));
            values.put("standby-hsm", standby.device());
        });
        return new EffectiveSettings(values);
    }

    /** Returns what is known of an environment that is in use but no longer configured: its name. */
    public static EffectiveSettings ofUnknown(String environment) {
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

    /** Returns these settings and further ones. */
    public EffectiveSettings with(Map<String, String> further) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(further);
        return new EffectiveSettings(all);
    }

    /**
     * Returns these settings, changed in the same way as others were: what differs between the others has the later value here.
     *
     * @param before the others before their change
     * @param after the others after their change
     */
    public EffectiveSettings changedAs(EffectiveSettings before, EffectiveSettings after) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        before.values.keySet().stream()
                .filter(name -> !after.values.containsKey(name))
                .forEach(changed::remove);
        after.values.forEach((name, value) -> {
            if (!value.equals(before.values.get(name))) {
                changed.put(name, value);
            }
        });
        return new EffectiveSettings(changed);
    }

    /** Returns SHA-256 over all names and values, whatever their order; lower-case hexadecimal. */
    public String digest() {
        MessageDigest sha256 = sha256();
        new TreeMap<>(values).forEach((name, value) -> {
            add(sha256, name);
            add(sha256, value);
        });
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Prefixes the text with its length, so that different lists of texts give different input. */
    private static void add(MessageDigest sha256, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
