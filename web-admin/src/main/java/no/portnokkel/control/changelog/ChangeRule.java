package no.portnokkel.control.changelog;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.TokenStatistics.Reachability;

/** Decides the status of a change on this server. */
sealed interface ChangeRule {

    /**
     * Assesses the change by the configuration and by what was observed.
     *
     * @param configured every configured environment
     * @param reachability observed reachability of the token endpoint, by the environment's name
     */
    Assessment assess(List<EnvironmentSettings> configured, Function<String, Reachability> reachability);

    /**
     * A status and the observation behind it.
     *
     * @param reason one sentence
     */
    record Assessment(Change.Status status, Text reason) {}

    /** The server cannot observe whether the change has been acted on. */
    record InformationOnly() implements ChangeRule {
        @Override
        public Assessment assess(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            return new Assessment(Change.Status.INFORMATION, Text.message("change-reason.not-observable"));
        }
    }

    /** The change is done when no environment points to this host. */
    record HostUnused(String host) implements ChangeRule {
        @Override
        public Assessment assess(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            List<String> users = environmentsAt(host, configured);
            if (users.isEmpty()) {
                return new Assessment(
                        Change.Status.DONE, Text.message("change-reason.host-unused", Map.of("host", host)));
            }
            String names = String.join(", ", users);
            return new Assessment(
                    Change.Status.OVERDUE,
                    Text.message("change-reason.host-still-used", Map.of("host", host, "environments", names)));
        }
    }

    /** The change is done when the token endpoint on this host has answered: the firewall is open. */
    record HostReachable(String host) implements ChangeRule {
        @Override
        public Assessment assess(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            List<String> users = environmentsAt(host, configured);
            if (users.isEmpty()) {
                return new Assessment(
                        Change.Status.NOT_FOR_US,
                        Text.message("change-reason.host-not-configured", Map.of("host", host)));
            }
            List<Reachability> seen = users.stream().map(reachability).toList();
            if (seen.contains(Reachability.ANSWERED)) {
                return new Assessment(
                        Change.Status.DONE, Text.message("change-reason.host-answered", Map.of("host", host)));
            }
            if (seen.contains(Reachability.FAILED)) {
                return new Assessment(
                        Change.Status.OVERDUE, Text.message("change-reason.host-failed", Map.of("host", host)));
            }
            return new Assessment(
                    Change.Status.INFORMATION, Text.message("change-reason.host-not-tried", Map.of("host", host)));
        }
    }

    private static List<String> environmentsAt(String host, List<EnvironmentSettings> configured) {
        return configured.stream()
                .map(EnvironmentSettings::environment)
                .filter(environment ->
                        host.equalsIgnoreCase(environment.tokenEndpoint().getHost()))
                .map(environment -> environment.name())
                .toList();
    }
}
