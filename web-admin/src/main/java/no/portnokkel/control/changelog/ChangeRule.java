package no.portnokkel.control.changelog;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.Reachability;

/** How a change is judged. */
sealed interface ChangeRule {

    /**
     * Judges by what is configured and what was seen.
     *
     * @param configured every configured environment
     * @param reachability what was seen of an environment's token endpoint, by its name
     */
    Verdict judge(List<EnvironmentSettings> configured, Function<String, Reachability> reachability);

    /**
     * A judgement with what it rests on.
     *
     * @param why one sentence
     */
    record Verdict(Judgement judgement, Text why) {}

    /** Nothing on this server tells whether it was heeded. */
    record Informs() implements ChangeRule {
        @Override
        public Verdict judge(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            return new Verdict(Judgement.INFORMATION, Text.message("change-rule.judge"));
        }
    }

    /** Nobody uses this host any more. */
    record HostIsLeft(String host) implements ChangeRule {
        @Override
        public Verdict judge(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            List<String> there = namesAt(host, configured);
            if (there.isEmpty()) {
                return new Verdict(Judgement.DONE, Text.message("change-rule.if", Map.of("host", host)));
            }
            String names = String.join(", ", there);
            return new Verdict(
                    Judgement.OVERDUE, Text.message("change-rule.names", Map.of("host", host, "names", names)));
        }
    }

    /** The firewall lets us through to this host. */
    record HostIsReached(String host) implements ChangeRule {
        @Override
        public Verdict judge(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            List<String> there = namesAt(host, configured);
            if (there.isEmpty()) {
                return new Verdict(Judgement.NOT_FOR_US, Text.message("change-rule.if-2", Map.of("host", host)));
            }
            List<Reachability> seen = there.stream().map(reachability).toList();
            if (seen.contains(Reachability.ANSWERED)) {
                return new Verdict(Judgement.DONE, Text.message("change-rule.if-3", Map.of("host", host)));
            }
            if (seen.contains(Reachability.FAILED)) {
                return new Verdict(Judgement.OVERDUE, Text.message("change-rule.if-4", Map.of("host", host)));
            }
            return new Verdict(Judgement.INFORMATION, Text.message("change-rule.if-5", Map.of("host", host)));
        }
    }

    private static List<String> namesAt(String host, List<EnvironmentSettings> configured) {
        return configured.stream()
                .map(EnvironmentSettings::environment)
                .filter(environment ->
                        host.equalsIgnoreCase(environment.tokenEndpoint().getHost()))
                .map(environment -> environment.name())
                .toList();
    }
}
