package no.portnokkel.testkit.grant;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.PersonNumber;
import no.portnokkel.testkit.registry.RegisteredClient;

/** Checks names and types of the claims, which are a closed set (Digdir, JWT grant, after 2024-10). */
final class ClaimRules {

    private static final Set<String> CLAIMS = Set.of(
            "aud",
            "iss",
            "iat",
            "exp",
            "jti",
            "scope",
            "resource",
            "pid",
            "consumer_org",
            "authorization_details",
            "nbf"); // not documented, but clients in production send it: a warning, not a refusal

    private ClaimRules() {}

    static Optional<Refusal> known(PresentedGrant grant, RegisteredClient client) {
        Set<String> unknown = new HashSet<>(grant.claims().keySet());
        unknown.removeAll(CLAIMS);
        if (!unknown.isEmpty()) {
            return refuse("Unknown claims " + unknown);
        }
        return grant.claims().containsValue(null) ? refuse("A claim is null") : Optional.empty();
    }

    static Optional<Refusal> identifier(PresentedGrant grant, RegisteredClient client) {
        return grant.claims().containsKey("jti")
                        && grant.text("jti").filter(id -> !id.isBlank()).isEmpty()
                ? refuse("Invalid claim jti")
                : Optional.empty();
    }

    static Optional<Refusal> resource(PresentedGrant grant, RegisteredClient client) {
        Object resource = grant.claims().get("resource");
        boolean valid = resource == null
                || resource instanceof String
                || (resource instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().allMatch(String.class::isInstance));
        return valid ? Optional.empty() : refuse("Invalid claim resource");
    }

    /** Checks that {@code pid} is a well-formed person's number; in production, that it is not synthetic. */
    static Optional<Refusal> person(PresentedGrant grant, CertificateClass certificateClass) {
        boolean valid = !grant.claims().containsKey("pid")
                || grant.text("pid")
                        .filter(PersonNumber::isGood)
                        .filter(number ->
                                certificateClass == CertificateClass.TEST || !PersonNumber.isSynthetic(number))
                        .isPresent();
        return valid ? Optional.empty() : refuse("Invalid claim pid");
    }

    static Optional<Refusal> consumer(PresentedGrant grant, RegisteredClient client) {
        if (!matches(grant.claims(), "consumer_org", "[0-9]{9}")) {
            return refuse("Invalid claim consumer_org");
        }
        return grant.text("consumer_org").filter(client.owner()::equals).isPresent()
                ? Optional.of(KnownRefusal.CONSUMER_NOT_POSSIBLE.with())
                : Optional.empty();
    }

    private static boolean matches(Map<String, Object> claims, String claim, String form) {
        return !claims.containsKey(claim) || (claims.get(claim) instanceof String text && text.matches(form));
    }

    private static Optional<Refusal> refuse(String why) {
        return Optional.of(KnownRefusal.INVALID_ASSERTION.with(why));
    }
}
