package no.portnokkel.maskinporten.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Finds a client of which a stronger source has replaced a part. Sources are merged key by key, so the result works, as
 * somebody who was never configured.
 */
final class MixedCredentials {
    private static final List<String> UNIT = List.of("client-id", "key", "kid");

    private MixedCredentials() {}

    /** @param client the keys' common beginning, with its dot */
    static Optional<Problem> in(ConfigValues values, String client) {
        TreeSet<String> all = new TreeSet<>();
        UNIT.forEach(member -> all.addAll(values.sources(client + member)));
        for (String weaker : all) {
            List<String> together = UNIT.stream()
                    .filter(member -> values.sources(client + member).contains(weaker))
                    .toList();
            List<String> replaced = together.stream()
                    .filter(member -> !winner(values, client + member).equals(weaker))
                    .toList();
            if (!replaced.isEmpty() && replaced.size() < together.size()) {
                List<String> kept = new ArrayList<>(together);
                kept.removeAll(replaced);
                return Optional.of(problem(client, weaker, kept, winner(values, client + replaced.get(0)), replaced));
            }
        }
        return Optional.empty();
    }

    private static String winner(ConfigValues values, String key) {
        return values.sources(key).get(0);
    }

    private static Problem problem(
            String client, String weaker, List<String> kept, String stronger, List<String> replaced) {
        String names = String.join(", ", kept);
        String others = String.join(", ", replaced);
        return Problem.of(
                        ProblemCode.CREDENTIALS_MIXED,
                        "credentials-mixed.others",
                        Map.of(
                                "client",
                                client,
                                "others",
                                others,
                                "stronger",
                                stronger,
                                "names",
                                names,
                                "weaker",
                                weaker))
                .withConfigurationKey(client + replaced.get(0));
    }
}
