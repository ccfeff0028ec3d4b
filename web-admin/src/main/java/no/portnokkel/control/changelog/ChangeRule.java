package no.portnokkel.control.changelog;

import java.util.List;
import java.util.function.Function;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.status.Reachability;

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
            return new Verdict(
                    Judgement.INFORMATION,
                    new Text("Til orientering; ingenting her kan avgjøre det.", "To be known; nothing here can tell."));
        }
    }

    /** Nobody uses this host any more. */
    record HostIsLeft(String host) implements ChangeRule {
        @Override
        public Verdict judge(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            List<String> there = namesAt(host, configured);
            if (there.isEmpty()) {
                return new Verdict(
                        Judgement.DONE,
                        new Text("Ingen miljøer peker på " + host + ".", "No environment points to " + host + "."));
            }
            String names = String.join(", ", there);
            return new Verdict(
                    Judgement.OVERDUE,
                    new Text(
                            "Peker fortsatt på " + host + ": " + names + ".",
                            "Still points to " + host + ": " + names + "."));
        }
    }

    /** The firewall lets us through to this host. */
    record HostIsReached(String host) implements ChangeRule {
        @Override
        public Verdict judge(List<EnvironmentSettings> configured, Function<String, Reachability> reachability) {
            List<String> there = namesAt(host, configured);
            if (there.isEmpty()) {
                return new Verdict(
                        Judgement.NOT_FOR_US,
                        new Text("Ingen miljøer bruker " + host + ".", "No environment uses " + host + "."));
            }
            List<Reachability> seen = there.stream().map(reachability).toList();
            if (seen.contains(Reachability.ANSWERED)) {
                return new Verdict(
                        Judgement.DONE,
                        new Text(host + " har svart siden oppstart.", host + " has answered since start."));
            }
            if (seen.contains(Reachability.FAILED)) {
                return new Verdict(
                        Judgement.OVERDUE,
                        new Text(
                                "Det har ikke lyktes å koble til " + host + " siden oppstart.",
                                "Connecting to " + host + " has failed since start."));
            }
            return new Verdict(
                    Judgement.INFORMATION,
                    new Text(
                            "Ingenting er sendt til " + host + " siden oppstart.",
                            "Nothing has been sent to " + host + " since start."));
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
