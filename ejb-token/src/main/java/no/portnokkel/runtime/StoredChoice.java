package no.portnokkel.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;

/**
 * The stored choice of environment, with what deployments compare before they sign. The control room signs it and writes it to
 * {@code data-dir/active-environment} for all deployments on the server. Holds no secret. Immutable.
 *
 * @param environment name of the environment in use
 * @param version increases with each decision; 0 for the configured environment, which each deployment reads for itself
 * @param switchVersion the version of the last switch of environment
 * @param since when it was chosen
 * @param isProduction whether the environment is of class {@code production}
 * @param settings digest of the environment and its own client, as the control room is configured
 * @param inEffect digest of all settings and users of the control room; empty if there is no control room
 * @param confirmed the same digest when two persons last confirmed it; empty if they never did
 * @param productionKeys labels of all keys that environments of class {@code production} use, percent-encoded
 * @param keys what was decided about the keys of clients, of all environments
 * @param signature made by {@link RecordSigner}; empty if it is not signed
 */
public record StoredChoice(
        String environment,
        long version,
        long switchVersion,
        Instant since,
        boolean isProduction,
        String settings,
        String inEffect,
        String confirmed,
        SortedSet<String> productionKeys,
        KeyChoices keys,
        String signature) {
    private static final String SIGNATURE = "signature";
    private static final String SWITCH_VERSION = "switch-version";

    /**
     * Returns the unsigned choice of an environment.
     *
     * @param settings of that environment, with the keys that its clients use
     */
    static StoredChoice of(
            EnvironmentChoice choice, EnvironmentSettings settings, Configuration configuration, Digests digests) {
        return new StoredChoice(
                settings.environment().name(),
                choice.version(),
                choice.switchVersion(),
                choice.since(),
                isProduction(settings),
                EffectiveSettings.ofOwnClient(settings).digest(),
                digests.inEffect(),
                digests.confirmed().orElse(""),
                productionKeys(configuration, choice.keys())
                        .map(StoredChoice::encoded)
                        .collect(Collectors.toCollection(TreeSet::new)),
                choice.keys(),
                "");
    }

    private static Stream<String> productionKeys(Configuration configuration, KeyChoices keys) {
        return configuration.environments().values().stream()
                .filter(StoredChoice::isProduction)
                .flatMap(environment -> Stream.of(environment, keys.appliedTo(environment)))
                .flatMap(EnvironmentSettings::allSigners)
                .map(ClientSettings::key);
    }

    /** Returns whether an environment of class {@code production} of this configuration uses a key of this label. */
    static boolean isProductionKey(String label, Configuration configuration, KeyChoices keys) {
        return productionKeys(configuration, keys).anyMatch(label::equals);
    }

    static boolean isProduction(EnvironmentSettings settings) {
        return settings.environment().environmentClass() == EnvironmentClass.PRODUCTION;
    }

    private static String encoded(String label) {
        return URLEncoder.encode(label, StandardCharsets.UTF_8);
    }

    /** Returns whether a key of this label belongs to an environment of class {@code production}. */
    boolean isProductionKey(String label) {
        return productionKeys.contains(encoded(label));
    }

    /** Returns the choice for the deployments. */
    public EnvironmentChoice choice() {
        return new EnvironmentChoice(Optional.of(environment), version, switchVersion, since, keys);
    }

    Digests digests() {
        return new Digests(inEffect, confirmed.isEmpty() ? Optional.empty() : Optional.of(confirmed));
    }

    /** Returns the text that is signed: all values without the signature, one a line. */
    public String signedText() {
        Map<String, String> values = new TreeMap<>();
        values.put("class", isProduction ? EnvironmentClass.PRODUCTION.word() : EnvironmentClass.TEST.word());
        values.put("confirmed", confirmed);
        values.put("in-effect", inEffect);
        values.put("name", environment);
        values.put("production-keys", String.join(",", productionKeys));
        values.put("settings", settings);
        values.put("since", since.toString());
        values.put("version", Long.toString(version));
        if (switchVersion != version) { // as choices of earlier releases are signed
            values.put(SWITCH_VERSION, Long.toString(switchVersion));
        }
        values.putAll(keys.texts());
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Returns whether both say the same, whoever signed them and whenever they were chosen. */
    boolean isSameAs(StoredChoice other) {
        return new StoredChoice(
                        other.environment,
                        other.version,
                        other.switchVersion,
                        since,
                        other.isProduction,
                        other.settings,
                        other.inEffect,
                        other.confirmed,
                        other.productionKeys,
                        other.keys,
                        signature)
                .equals(this);
    }

    /** Returns the same choice with other decisions about keys, unsigned. */
    StoredChoice withKeys(KeyChoices decided) {
        return with(decided, "");
    }

    StoredChoice withSignature(String made) {
        return with(keys, made);
    }

    private StoredChoice with(KeyChoices decided, String made) {
        return new StoredChoice(
                environment,
                version,
                switchVersion,
                since,
                isProduction,
                settings,
                inEffect,
                confirmed,
                productionKeys,
                decided,
                made);
    }

    /** Returns the content of the file and of the database: the signed text and the signature. */
    public String text() {
        return signedText() + SIGNATURE + "=" + signature + "\n";
    }

    /** Reads what {@link #text()} returns, with or without comments; empty if name, version or time is missing or malformed. */
    public static Optional<StoredChoice> read(String text) {
        Properties stored = new Properties();
        try {
            stored.load(new StringReader(text));
            String productionKeys = stored.getProperty("production-keys", "");
            long version = Long.parseLong(required(stored, "version"));
            return Optional.of(new StoredChoice(
                    required(stored, "name"),
                    version,
                    Long.parseLong(stored.getProperty(SWITCH_VERSION, Long.toString(version))),
                    Instant.parse(required(stored, "since")),
                    stored.getProperty("class", "").equals(EnvironmentClass.PRODUCTION.word()),
                    stored.getProperty("settings", ""),
                    stored.getProperty("in-effect", ""),
                    stored.getProperty("confirmed", ""),
                    new TreeSet<>(productionKeys.isEmpty() ? List.of() : List.of(productionKeys.split(",", -1))),
                    KeyChoices.read(values(stored)),
                    stored.getProperty(SIGNATURE, "")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (IllegalArgumentException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Map<String, String> values(Properties stored) {
        return stored.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, stored::getProperty));
    }

    private static String required(Properties stored, String name) {
        String value = stored.getProperty(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /**
     * What the control room knows about its own configuration.
     *
     * @param inEffect digest of all settings and users in effect
     * @param confirmed the digest that two persons confirmed last; empty if they never did
     */
    public record Digests(String inEffect, Optional<String> confirmed) {}
}
