package no.portnokkel.maskinporten.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Finds a client that a stronger configuration source replaced only in part. Sources are merged key by key, so such a client
 * would work with the identity of another one.
 */
final class MixedCredentials {
    private static final List<String> MEMBERS = List.of("client-id", "key", "kid");

    private MixedCredentials() {}

    /**
     * Returns the problem of one client; empty if its members come from one source.
     *
     * @param client the common prefix of its keys, with the final dot
     */
    static Optional<Problem> find(ConfigValues values, String client) {
        TreeSet<String> sources = new TreeSet<>();
        MEMBERS.forEach(member -> sources.addAll(values.sources(client + member)));
        for (String weaker : sources) {
            List<String> together = MEMBERS.stream()
                    .filter(member -> values.sources(client + member).contains(weaker))
                    .toList();
            List<String> replaced = together.stream()
                    .filter(member -> !strongestSource(values, client + member).equals(weaker))
                    .toList();
            if (!replaced.isEmpty() && replaced.size() < together.size()) {
                List<String> remaining = new ArrayList<>(together);
                remaining.removeAll(replaced);
                return Optional.of(problem(
                        client, weaker, remaining, strongestSource(values, client + replaced.get(0)), replaced));
            }
        }
        return Optional.empty();
    }

    private static String strongestSource(ConfigValues values, String key) {
        return values.sources(key).get(0);
    }

    private static Problem problem(
            String client, String weaker, List<String> remaining, String stronger, List<String> replaced) {
        String remainingNames = String.join(", ", remaining);
        String replacedNames = String.join(", ", replaced);
        return Problem.of(
                        ProblemCode.CREDENTIALS_MIXED,
                        "credentials-mixed.two-sources",
                        Map.of(
                                "client",
                                client,
                                "replaced",
                                replacedNames,
                                "stronger",
                                stronger,
                                "remaining",
                                remainingNames,
                                "weaker",
                                weaker))
                .withConfigurationKey(client + replaced.get(0));
    }
}
