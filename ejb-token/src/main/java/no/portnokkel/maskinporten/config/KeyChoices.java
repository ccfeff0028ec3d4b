package no.portnokkel.maskinporten.config;

import static java.util.stream.Collectors.joining;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was decided in the control room about the keys of clients. A chosen key wins over the configured one until the
 * configuration names it, or a key that was never used before. Nothing is signed with a stopped key. Immutable.
 *
 * <p>Clients are named {@code ENV}, or {@code ENV/NAME} for a further client.
 *
 * @param active the chosen keys, by client
 * @param standby keys that two persons approved to take over when the key in use is stopped, by client
 * @param stopped the stopped keys
 */
public record KeyChoices(
        SortedMap<String, Choice> active, SortedMap<String, ClientKey> standby, SortedSet<DeviceKey> stopped) {
    /** Nothing was decided: every client uses its configured key. */
    public static final KeyChoices NONE = new KeyChoices(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    private static final int MAX_REPLACED = 20;
    private static final String ACTIVE = "key.";
    private static final String STANDBY = "standby-key.";
    private static final String STOPPED = "stopped-keys";

    public KeyChoices {
        active = Collections.unmodifiableSortedMap(new TreeMap<>(active));
        standby = Collections.unmodifiableSortedMap(new TreeMap<>(standby));
        stopped = Collections.unmodifiableSortedSet(new TreeSet<>(stopped));
    }

    /** Returns the settings of an environment with the keys that its clients use now. */
    public EnvironmentSettings appliedTo(EnvironmentSettings configured) {
        if (active.isEmpty()) {
            return configured;
        }
        String environment = configured.environment().name();
        SortedMap<String, ClientSettings> clients = new TreeMap<>(configured.clients());
        clients.replaceAll((name, client) -> appliedTo(environment, Optional.of(name), client));
        return configured.withClients(
                configured.client().map(client -> appliedTo(environment, Optional.empty(), client)), clients);
    }

    /**
     * Returns a client with the key that it uses now. A further client that uses the same certificate as the environment's own
     * client follows that one, unless a key was chosen for it.
     *
     * @param client name of a further client; empty for the environment's own
     */
    public ClientSettings appliedTo(String environment, Optional<String> client, ClientSettings configured) {
        Choice own = active.get(nameOf(environment, client));
        Choice followed = active.get(environment);
        boolean follows = own == null
                && followed != null
                && configured.kid().isEmpty()
                && followed.key().kid().isEmpty();
        Choice choice = follows ? followed : own;
        return choice != null && choice.winsOver(configured.clientKey())
                ? configured.withKey(choice.key())
                : configured;
    }

    /** Returns whether nothing may be signed with the key of this client. */
    public boolean isStopped(ClientSettings client) {
        return stopped.contains(client.deviceKey());
    }

    /** Returns all keys that a client may have signed with: the one in use, the configured one, and those that were replaced. */
    public Stream<ClientSettings> everUsed(String environment, Optional<String> client, ClientSettings configured) {
        Stream<ClientKey> replaced = Stream.of(nameOf(environment, client), environment) // may have followed that one
                .flatMap(name -> Optional.ofNullable(active.get(name)).stream())
                .flatMap(Choice::known);
        return Stream.concat(
                Stream.of(configured, appliedTo(environment, client, configured)), replaced.map(configured::withKey));
    }

    /** Returns the labels of all keys that the clients of an environment use, have used, or will use when a key is stopped. */
    public NavigableSet<String> labels(EnvironmentSettings configured) {
        String environment = configured.environment().name();
        NavigableSet<String> labels =
                configured.allSigners().map(ClientSettings::key).collect(Collectors.toCollection(TreeSet::new));
        configured.allClients().forEach((client, settings) -> {
            everUsed(environment, client, settings).map(ClientSettings::key).forEach(labels::add);
            Optional.ofNullable(standby.get(nameOf(environment, client)))
                    .map(ClientKey::label)
                    .ifPresent(labels::add);
        });
        return labels;
    }

    /**
     * Returns the choices after a client has got another key.
     *
     * @param used the client as it is configured, and as it signs now
     */
    public KeyChoices activated(
            String environment, Optional<String> client, Collection<ClientSettings> used, ClientKey key) {
        String name = nameOf(environment, client);
        Stream<ClientKey> before =
                Optional.ofNullable(active.get(name)).stream().flatMap(choice -> choice.replaced().stream());
        List<ClientKey> replaced = Stream.concat(used.stream().map(ClientSettings::clientKey), before)
                .distinct()
                .filter(other -> !other.equals(key))
                .limit(MAX_REPLACED)
                .toList();
        SortedMap<String, Choice> changed = new TreeMap<>(active);
        changed.put(name, new Choice(key, replaced));
        SortedMap<String, ClientKey> remaining = new TreeMap<>(standby);
        remaining.remove(name, key);
        return new KeyChoices(changed, remaining, stopped);
    }

    /** Returns the choices after two persons have approved a key to take over. */
    public KeyChoices withStandby(String environment, Optional<String> client, ClientKey key) {
        SortedMap<String, ClientKey> changed = new TreeMap<>(standby);
        changed.put(nameOf(environment, client), key);
        return new KeyChoices(active, changed, stopped);
    }

    /**
     * Returns the choices after a key was stopped: wherever two persons have approved a key to take over, it does.
     *
     * @param configured all environments
     */
    public KeyChoices withStopped(DeviceKey key, Collection<EnvironmentSettings> configured) {
        KeyChoices changed = withStopped(new TreeSet<>(List.of(key)));
        for (EnvironmentSettings environment : configured) {
            for (Map.Entry<Optional<String>, ClientSettings> client :
                    environment.allClients().entrySet()) {
                changed = changed.withTakeOver(environment.environment().name(), client.getKey(), client.getValue());
            }
        }
        return changed;
    }

    private KeyChoices withTakeOver(String environment, Optional<String> client, ClientSettings configured) {
        ClientSettings used = appliedTo(environment, client, configured);
        ClientKey successor = standby.get(nameOf(environment, client));
        return successor != null && isStopped(used) && !isStopped(used.withKey(successor))
                ? activated(environment, client, List.of(configured, used), successor)
                : this;
    }

    /** Returns the choices with further stopped keys; none takes over. */
    public KeyChoices withStopped(Collection<DeviceKey> further) {
        SortedSet<DeviceKey> all = new TreeSet<>(stopped);
        all.addAll(further);
        return new KeyChoices(active, standby, all);
    }

    /** Returns the choices after a key was brought back. */
    public KeyChoices withRestored(DeviceKey key) {
        SortedSet<DeviceKey> remaining = new TreeSet<>(stopped);
        remaining.remove(key);
        return new KeyChoices(active, standby, remaining);
    }

    /** Returns the name of a client in {@link #active} and {@link #standby}. */
    public static String nameOf(String environment, Optional<String> client) {
        return client.map(name -> environment + "/" + name).orElse(environment);
    }

    /** Returns the choices as values of a properties file, by name; empty if nothing was decided. */
    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        active.forEach((client, choice) -> texts.put(
                ACTIVE + client,
                Stream.concat(Stream.of(choice.key()), choice.replaced().stream())
                        .map(KeyChoices::encoded)
                        .collect(joining(" "))));
        standby.forEach((client, key) -> texts.put(STANDBY + client, encoded(key)));
        if (!stopped.isEmpty()) {
            texts.put(
                    STOPPED,
                    stopped.stream()
                            .map(key -> encoded(key.device()) + "/" + encoded(key.label()))
                            .collect(joining(" ")));
        }
        return texts;
    }

    /**
     * Reads what {@link #texts} returns, among other values.
     *
     * @throws IllegalArgumentException if they are malformed
     */
    public static KeyChoices read(Map<String, String> values) {
        SortedMap<String, Choice> active = new TreeMap<>();
        SortedMap<String, ClientKey> standby = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(ACTIVE)) {
                List<ClientKey> keys =
                        words(value).map(KeyChoices::decodedClientKey).toList();
                active.put(name.substring(ACTIVE.length()), new Choice(keys.get(0), keys.subList(1, keys.size())));
            } else if (name.startsWith(STANDBY)) {
                standby.put(name.substring(STANDBY.length()), decodedClientKey(value));
            }
        });
        return new KeyChoices(
                active,
                standby,
                words(values.getOrDefault(STOPPED, ""))
                        .map(KeyChoices::decodedDeviceKey)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
    }

    private static String encoded(ClientKey key) {
        return encoded(key.label()) + key.kid().map(kid -> ":" + encoded(kid)).orElse("");
    }

    private static ClientKey decodedClientKey(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new ClientKey(decoded(text), Optional.empty())
                : new ClientKey(decoded(text.substring(0, colon)), Optional.of(decoded(text.substring(colon + 1))));
    }

    private static DeviceKey decodedDeviceKey(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("A stopped key has no device");
        }
        return new DeviceKey(decoded(text.substring(0, slash)), decoded(text.substring(slash + 1)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /**
     * The key that was chosen for a client.
     *
     * @param key in use
     * @param replaced keys that it has replaced, the last one first: a configuration that still names one of them is overruled
     */
    public record Choice(ClientKey key, List<ClientKey> replaced) {
        public Choice {
            replaced = List.copyOf(replaced);
        }

        /** Returns whether this key is used although the client is configured with another one. */
        boolean winsOver(ClientKey configured) {
            if (configured.equals(key) || (configured.label().equals(key.label()) && hasNewKid(configured))) {
                return false;
            }
            return known().anyMatch(known -> known.label().equals(configured.label()) || hasSameKid(known, configured));
        }

        /** Returns whether the key in use was registered again, under an id that no earlier key had. */
        private boolean hasNewKid(ClientKey configured) {
            return configured.kid().isPresent()
                    && key.kid().isPresent()
                    && known().noneMatch(known -> hasSameKid(known, configured));
        }

        private Stream<ClientKey> known() {
            return Stream.concat(Stream.of(key), replaced.stream());
        }

        private static boolean hasSameKid(ClientKey one, ClientKey other) {
            return one.kid().isPresent() && one.kid().equals(other.kid());
        }
    }
}
