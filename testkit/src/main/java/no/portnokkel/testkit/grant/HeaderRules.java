package no.portnokkel.testkit.grant;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** Checks the header, whose members are a closed set: an algorithm, and either a certificate chain or a key id. */
final class HeaderRules {

    private static final Set<String> ALGORITHMS = Set.of("RS256", "RS384", "RS512");
    private static final Set<String> MEMBERS = Set.of("alg", "x5c", "kid", "typ");

    private HeaderRules() {}

    static Optional<Refusal> check(PresentedGrant grant) {
        Set<String> unknown = new HashSet<>(grant.header().keySet());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            return refuse("Unknown parameters " + unknown);
        }
        if (!(grant.header().get("alg") instanceof String algorithm) || !ALGORITHMS.contains(algorithm)) {
            return refuse("Algorithm not supported");
        }
        if (grant.header().containsKey("x5c") == grant.header().containsKey("kid")) {
            return refuse("Exactly one of x5c and kid is required");
        }
        if (grant.header().containsKey("kid")) {
            return grant.header().get("kid") instanceof String ? Optional.empty() : refuse("Invalid kid");
        }
        return isStringList(grant.header().get("x5c"))
                ? Optional.empty()
                : Optional.of(KnownRefusal.INVALID_X5C.with());
    }

    private static boolean isStringList(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance);
    }

    private static Optional<Refusal> refuse(String why) {
        return Optional.of(KnownRefusal.INVALID_HEADER.with(why));
    }
}
