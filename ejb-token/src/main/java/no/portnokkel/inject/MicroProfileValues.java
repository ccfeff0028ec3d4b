package no.portnokkel.inject;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import no.portnokkel.maskinporten.config.ConfigValues;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Values from MicroProfile Config: system properties, environment variables, files, and the server's own sources. Keys that exist only
 * under the active profile ({@code mp.config.profile}) count under their plain names. Only {@link #value} throws what a source throws.
 */
public final class MicroProfileValues implements ConfigValues {
    /** Without a default, which would follow a colon. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^:}]+}");

    private final @Nullable Config config;
    private final String failure;

    /** @param config the configuration of the application */
    public MicroProfileValues(Config config) {
        this(config, "");
    }

    private MicroProfileValues(@Nullable Config config, String failure) {
        this.config = config;
        this.failure = failure;
    }

    /** Returns the values of the calling application; none, and a source that lists nothing, if it cannot be configured at all. */
    public static MicroProfileValues ofApplication() {
        try {
            return new MicroProfileValues(ConfigProvider.getConfig());
        } catch (RuntimeException | ServiceConfigurationError failed) { // the server's or a source's code: anything
            return new MicroProfileValues(
                    null, "MicroProfile Config (" + failed.getClass().getSimpleName() + ")");
        }
    }

    /**
     * Returns the value. An expression that nothing resolves makes an optional value empty (MicroProfile Config 3, property
     * expressions); that must not pass for an unset key, whose default may be another folder or no PIN file.
     *
     * @throws NoSuchElementException if the value is such an expression
     */
    @Override
    public Optional<String> value(String key) {
        Optional<String> value = Optional.ofNullable(config)
                .flatMap(present -> present.getOptionalValue(key, String.class))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        if (value.isEmpty() && hasExpression(key)) {
            throw new NoSuchElementException(key);
        }
        return value;
    }

    private boolean hasExpression(String key) {
        return strongestFirst()
                .flatMap(source -> Optional.ofNullable(orElse(() -> source.getValue(key), "")).stream())
                .findFirst()
                .filter(raw -> EXPRESSION.matcher(raw).find())
                .isPresent();
    }

    @Override
    public List<String> sources(String key) {
        List<String> profiles = profiles();
        return strongestFirst()
                .filter(source -> Stream.concat(
                                Stream.of(key), profiles.stream().map(profile -> "%" + profile + "." + key))
                        .anyMatch(name -> has(source, name)))
                .map(source -> name(source) + " (ordinal " + ordinal(source)
                        + ")") // the ordinal distinguishes sources of the same name
                .toList();
    }

    @Override
    public Set<String> names() {
        List<String> profiles = profiles();
        Set<String> listed = new TreeSet<>();
        if (config != null && !orElse(() -> addAll(config.getPropertyNames(), listed), false)) {
            configSources().forEach(source -> orElse(() -> addAll(source.getPropertyNames(), listed), false));
        }
        Set<String> names = new TreeSet<>();
        listed.forEach(name -> plain(name, profiles).ifPresent(names::add));
        return names;
    }

    @Override
    public List<String> unlistedSources() {
        if (config == null) {
            return List.of(failure);
        }
        return configSources()
                .filter(source -> !orElse(() -> addAll(source.getPropertyNames(), new TreeSet<>()), false))
                .map(MicroProfileValues::name)
                .toList();
    }

    private static boolean addAll(Iterable<String> from, Set<String> to) {
        from.forEach(to::add);
        return true;
    }

    /** The active profiles; some implementations take several. */
    private List<String> profiles() {
        String profiles = orElse(() -> value("mp.config.profile").orElse(""), "");
        return Arrays.stream(profiles.split(",", -1))
                .map(String::strip)
                .filter(profile -> !profile.isEmpty())
                .toList();
    }

    /** Returns the name without its profile; empty if it belongs to another profile than the active ones. */
    private static Optional<String> plain(String name, List<String> profiles) {
        for (String profile : profiles) {
            if (name.startsWith("%" + profile + ".")) {
                return Optional.of(name.substring(profile.length() + 2));
            }
            String variable = "_" + profile.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_PORTNOKKEL_";
            if (name.startsWith(variable)) {
                return Optional.of(name.substring(variable.length() - "PORTNOKKEL_".length()));
            }
        }
        return name.startsWith("%") ? Optional.empty() : Optional.of(name);
    }

    private Stream<ConfigSource> strongestFirst() {
        return configSources()
                .sorted(Comparator.comparingInt(MicroProfileValues::ordinal).reversed());
    }

    private Stream<ConfigSource> configSources() {
        Iterable<ConfigSource> sources = orElse(
                () -> Optional.ofNullable(config).map(Config::getConfigSources).orElse(List.of()), List.of());
        return StreamSupport.stream(sources.spliterator(), false);
    }

    private static boolean has(ConfigSource source, String key) {
        return orElse(() -> source.getValue(key) != null, true); // it throws because it has something there
    }

    private static int ordinal(ConfigSource source) {
        return orElse(source::getOrdinal, 0);
    }

    private static String name(ConfigSource source) {
        String fallback = source.getClass().getSimpleName();
        return orElse(() -> Optional.ofNullable(source.getName()).orElse(fallback), fallback);
    }

    /** Calls other people's code, which may throw anything, also by recursion without end. */
    private static <T> T orElse(Supplier<T> call, T fallback) {
        try {
            return call.get();
        } catch (RuntimeException | StackOverflowError failed) {
            return fallback;
        }
    }
}
