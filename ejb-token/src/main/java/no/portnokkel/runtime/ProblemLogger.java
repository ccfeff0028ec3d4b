package no.portnokkel.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import no.portnokkel.problem.Problem;

/** Logs a problem when it appears and when it is gone: two lines for an outage, however long it lasts. One thread only. */
final class ProblemLogger {
    private static final System.Logger LOG = System.getLogger("no.portnokkel");

    private Set<String> known = Set.of();

    void see(List<Problem> problems) {
        Set<String> now = new LinkedHashSet<>();
        problems.forEach(problem -> now.add(problem.sentence()));
        now.stream()
                .filter(problem -> !known.contains(problem))
                .forEach(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem));
        known.stream()
                .filter(problem -> !now.contains(problem))
                .forEach(problem -> LOG.log(System.Logger.Level.INFO, "No longer: {0}", problem));
        known = now;
    }
}
