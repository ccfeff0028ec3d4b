package no.portnokkel.control.nodes;

import java.lang.module.ModuleDescriptor.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.portnokkel.problem.Problem;

/**
 * A server whose control room uses the database, as it reported itself last. Holds no secret. Others may have written the row:
 * its texts are not trusted.
 *
 * @param name {@code portnokkel.node-name}; at most 100 characters
 * @param instance differs for each start of the process
 * @param environment the environment in use; empty if none is chosen
 * @param version of the choice of environment; 0 for the configured one
 * @param hsmState as {@code status} shows it; empty if the environment has no HSM
 * @param digest of the settings and users in effect; empty while it is unknown
 * @param release version of the product
 * @param clockOffset how far its clock is ahead of the database's, at least; negative if it is behind; empty while it is unknown
 * @param lastSeen by the clock of the database; by the own clock while the database is unavailable
 */
public record Node(
        String name,
        String instance,
        Optional<String> environment,
        long version,
        boolean isReady,
        Optional<String> hsmState,
        Optional<String> digest,
        String release,
        Optional<Duration> clockOffset,
        Instant lastSeen) {

    /** Returns the same node, seen now. */
    Node seen(Instant now, Duration offset) {
        return new Node(
                name, instance, environment, version, isReady, hsmState, digest, release, Optional.of(offset), now);
    }

    /** Returns the same node, which gives nobody tokens any more. */
    Node notReady() {
        return new Node(name, instance, environment, version, false, hsmState, digest, release, clockOffset, lastSeen);
    }

    /** Returns whether both use the same environment with different settings, or have different users. */
    boolean hasOtherConfiguration(Node other) {
        return environment.equals(other.environment)
                && digest.isPresent()
                && other.digest.isPresent()
                && !digest.equals(other.digest);
    }

    /** Returns whether the other node uses a later choice of environment. */
    boolean lagsBehind(Node other) {
        return version < other.version;
    }

    /** Returns whether this node runs an older release; false if one of them cannot be read as a version. */
    boolean isOlderThan(Node other) {
        try {
            return Version.parse(release).compareTo(Version.parse(other.release)) < 0;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /**
     * A node and what is wrong with it.
     *
     * @param problems empty if nothing is
     */
    public record Assessed(Node node, List<Problem> problems) {
        public Assessed {
            problems = List.copyOf(problems);
        }
    }
}
