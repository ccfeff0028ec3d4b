package no.portnokkel.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Compares the metadata of the active environment with its configuration, at most once an hour. A document that cannot be read is
 * not reported, because failing grants report the outage. One background thread calls {@link #poll}; any thread reads.
 */
final class MetadataMonitor {
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final HttpTransport http;
    private final LongSupplier nanoClock;
    private volatile @Nullable Observation last;

    MetadataMonitor(HttpTransport http, LongSupplier nanoClock) {
        this.http = http;
        this.nanoClock = nanoClock;
    }

    /** Reads the document, unless it was read for this environment within the hour. */
    void poll(Optional<EnvironmentSettings> environment) {
        Observation known = last;
        long now = nanoClock.getAsLong();
        environment
                .filter(settings -> settings.client().isPresent())
                .filter(settings -> known == null || !known.covers(settings, now))
                .ifPresent(settings -> last = new Observation(settings, now, differences(settings)));
    }

    private List<Problem> differences(EnvironmentSettings settings) {
        try {
            String algorithm = settings.client().orElseThrow().algorithm().name();
            return ServerMetadata.read(http.get(ServerMetadata.address(settings.environment())))
                    .map(metadata -> metadata.differences(settings.environment(), algorithm))
                    .orElse(List.of());
        } catch (IOException outOfReach) {
            return List.of();
        }
    }

    /** Returns the differences that were found when the document of this environment was last read. */
    List<Problem> problems(Optional<EnvironmentSettings> environment) {
        Observation known = last;
        return known != null && environment.filter(known.environment()::equals).isPresent()
                ? known.differences()
                : List.of();
    }

    private record Observation(EnvironmentSettings environment, long at, List<Problem> differences) {
        boolean covers(EnvironmentSettings other, long now) {
            return environment.equals(other) && now - at < INTERVAL.toNanos();
        }
    }
}
