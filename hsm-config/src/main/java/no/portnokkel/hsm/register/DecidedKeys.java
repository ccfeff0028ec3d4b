package no.portnokkel.hsm.register;

import java.io.IOException;
import java.io.Reader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.hsm.register.KeyUse.Purpose;

/**
 * What the control room has decided about keys, as its file {@code active-environment} says. For the command line, which has no key to
 * verify the file with: nothing is signed because of it.
 */
public final class DecidedKeys {
    private static final String ACTIVE = "key.";
    private static final String STANDBY = "standby-key.";

    /** The keys of each client, the one in use first, then those that it has replaced. */
    private final Map<String, List<Key>> active = new TreeMap<>();

    private final Map<String, Key> standby = new TreeMap<>();
    private final List<String> stopped;

    private DecidedKeys(Properties decided) {
        decided.stringPropertyNames().forEach(name -> {
            List<Key> keys = words(decided, name).map(Key::read).toList();
            if (name.startsWith(ACTIVE) && !keys.isEmpty()) {
                active.put(name.substring(ACTIVE.length()), keys);
            } else if (name.startsWith(STANDBY) && !keys.isEmpty()) {
                standby.put(name.substring(STANDBY.length()), keys.get(0));
            }
        });
        stopped = words(decided, "stopped-keys").toList();
    }

    private static Stream<String> words(Properties decided, String name) {
        return Arrays.stream(decided.getProperty(name, "").split(" ")).filter(word -> !word.isEmpty());
    }

    /**
     * Reads the file; without one nothing is decided.
     *
     * @param dataDir that of the control room
     * @throws IOException there is a file, and it cannot be read
     */
    public static DecidedKeys read(Path dataDir) throws IOException {
        Properties decided = new Properties();
        Path file = dataDir.resolve("active-environment");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                decided.load(reader);
            } catch (IllegalArgumentException malformed) { // a wrong escape
                throw new IOException(file.toString(), malformed);
            }
        }
        return new DecidedKeys(decided);
    }

    /** Returns the labels that clients use or that take over when the key in use is stopped, on whatever device. */
    public List<String> labelsInUse() {
        return Stream.concat(active.values().stream().map(keys -> keys.get(0)), standby.values().stream())
                .map(Key::label)
                .distinct()
                .toList();
    }

    /**
     * Returns where keys of a device are used: as configured, apart from the clients whose key was changed.
     *
     * @param configured on this device
     * @param device {@code ""} for the one of {@code hsm.*}
     * @param environments those of this device
     */
    public List<KeyUse> uses(List<KeyUse> configured, String device, List<String> environments) {
        Stream<KeyUse> kept = configured.stream().filter(use -> !isOverruled(use));
        Stream<KeyUse> decided = active.entrySet().stream()
                .filter(client -> environments.contains(environment(client.getKey())))
                .flatMap(client -> uses(client.getKey(), client.getValue(), configured));
        Stream<KeyUse> successors = standby.entrySet().stream()
                .filter(client -> environments.contains(environment(client.getKey())))
                .map(client -> client.getValue().use(Purpose.STANDBY, client.getKey()));
        Stream<KeyUse> ended = stopped.stream()
                .filter(key -> key.startsWith(device + "/"))
                .map(key -> KeyUse.ofStopped(decoded(key.substring(device.length() + 1))));
        return Stream.of(kept, decided, successors, ended).flatMap(uses -> uses).toList();
    }

    private boolean isOverruled(KeyUse use) {
        return use.purpose() == Purpose.GRANTS
                && keysOf(use).stream().anyMatch(known -> known.label().equals(use.label()));
    }

    /** A further client that shares the certificate follows the environment's own client, unless a key was chosen for it. */
    private List<Key> keysOf(KeyUse use) {
        List<Key> own = active.getOrDefault(clientName(use), List.of());
        List<Key> followed = active.getOrDefault(use.environment().orElse(""), List.of());
        boolean follows = own.isEmpty()
                && use.kid().isEmpty()
                && followed.stream().limit(1).allMatch(key -> key.kid().isEmpty());
        return follows ? followed : own;
    }

    /** A key that the configuration names and nobody has replaced wins over what was decided before. */
    private static Stream<KeyUse> uses(String client, List<Key> keys, List<KeyUse> configured) {
        boolean isSuperseded = configured.stream()
                .filter(use ->
                        use.purpose() == Purpose.GRANTS && clientName(use).equals(client))
                .anyMatch(use -> keys.stream().noneMatch(known -> known.label().equals(use.label())));
        return Stream.concat(
                keys.stream().limit(1).map(key -> key.use(isSuperseded ? Purpose.PREVIOUS : Purpose.GRANTS, client)),
                keys.stream().skip(1).map(key -> key.use(Purpose.PREVIOUS, client)));
    }

    private static String clientName(KeyUse use) {
        return use.clientName().orElseGet(() -> use.environment().orElse(""));
    }

    private static String environment(String client) {
        return client.split("/", 2)[0];
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private record Key(String label, Optional<String> kid) {
        static Key read(String word) {
            List<String> parts =
                    Arrays.stream(word.split(":", 2)).map(DecidedKeys::decoded).collect(Collectors.toList());
            return new Key(parts.get(0), parts.stream().skip(1).findFirst());
        }

        KeyUse use(Purpose purpose, String client) {
            String[] names = client.split("/", 2);
            Optional<String> further = Arrays.stream(names).skip(1).findFirst();
            return KeyUse.of(label, purpose, names[0], further, kid);
        }
    }
}
