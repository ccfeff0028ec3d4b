package no.portnokkel.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.metadata.ServerMetadata;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Compares the active environment's metadata with its configuration, once an hour at most. A document that cannot be had
 * is no news: grants say soon enough what is out of reach. Looked after by one background thread; read by any.
 */
final class MetadataMonitor {
    private static final Duration BETWEEN = Duration.ofHours(1);

    private final HttpTransport http;
    private final LongSupplier nanoClock;
    private volatile @Nullable Look last;

    MetadataMonitor(HttpTransport http, LongSupplier nanoClock) {
        this.http = http;
        this.nanoClock = nanoClock;
    }

    /** Looks, unless this environment has been looked at within the hour. */
    void look(Optional<EnvironmentSettings> environment) {
        Look known = last;
        long now = nanoClock.getAsLong();
        environment
                .filter(settings -> settings.client().isPresent())
                .filter(settings -> known == null || !known.covers(settings, now))
                .ifPresent(settings -> last = new Look(settings, now, differences(settings)));
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

    /** What the document said otherwise, when it was last read for this environment. */
    List<Problem> problems(Optional<EnvironmentSettings> environment) {
        Look known = last;
        return known != null && environment.filter(known.environment()::equals).isPresent()
                ? known.differences()
                : List.of();
    }

    private record Look(EnvironmentSettings environment, long at, List<Problem> differences) {
        boolean covers(EnvironmentSettings other, long now) {
            return environment.equals(other) && now - at < BETWEEN.toNanos();
        }
    }
}
