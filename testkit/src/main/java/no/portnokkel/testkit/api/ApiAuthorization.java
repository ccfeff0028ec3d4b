package no.portnokkel.testkit.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.testkit.http.HttpRequest;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.token.TokenIssuer;
import org.jspecify.annotations.Nullable;

/**
 * What Skatteetaten's APIs ask of a token before they look at anything else: it is good, for them, has their scope, and a
 * consent that it carries is the person's, the consumer's, and for this.
 *
 * @param tokens knows which tokens are good
 * @param scope of the API
 * @param codes beginning of its error codes, {@code IM} or {@code SSG}
 * @param resource what a consent is for
 */
record ApiAuthorization(TokenIssuer tokens, String scope, String codes, String resource) {

    /** Why the request goes no further; empty when it may. */
    Optional<HttpResponse> refusal(HttpRequest request, String person, boolean consentNeeded) {
        Optional<Map<String, Object>> claims = request.header("authorization")
                .filter(value -> value.startsWith("Bearer "))
                .flatMap(value -> tokens.verified(value.substring("Bearer ".length())))
                .filter(ApiAuthorization::isMeantForUs);
        if (claims.isEmpty()) {
            return Optional.of(
                    error(401, "004", "Feil i forbindelse med autentisering").with("WWW-Authenticate", "Bearer"));
        }
        if (!List.of(String.valueOf(claims.get().get("scope")).split(" ", -1)).contains(scope)) {
            return Optional.of(error(403, "005", "Feil i forbindelse med autorisering"));
        }
        List<Map<?, ?>> consents = consents(claims.get());
        boolean covered = consents.stream()
                .anyMatch(consent -> covers(consent, person, claims.get().get("consumer")));
        return covered || (consents.isEmpty() && !consentNeeded)
                ? Optional.empty()
                : Optional.of(error(403, "010", "Feil i forbindelse med samtykketoken"));
    }

    HttpResponse notFound() {
        return error(404, "007", "Fant ikke ressursen");
    }

    private static boolean isMeantForUs(Map<String, Object> claims) {
        Object audience =
                claims.getOrDefault("aud", "unspecified"); // what Maskinporten once wrote for "nobody special"
        return audience.equals("unspecified");
    }

    private static List<Map<?, ?>> consents(Map<String, Object> claims) {
        return objects(claims.get("authorization_details")).stream()
                .filter(detail -> "urn:altinn:consent".equals(detail.get("type")))
                .toList();
    }

    private boolean covers(Map<?, ?> consent, String person, @Nullable Object consumer) {
        return ("urn:altinn:person:identifier-no:" + person).equals(consent.get("from"))
                && Objects.equals(consumer, consent.get("to"))
                && objects(consent.get("consentRights")).stream()
                        .flatMap(right -> objects(right.get("resource")).stream())
                        .anyMatch(named -> resource.equals(named.get("value")));
    }

    private static List<Map<?, ?>> objects(@Nullable Object list) {
        return list instanceof List<?> members
                ? members.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(member -> (Map<?, ?>) member)
                        .toList()
                : List.of();
    }

    private HttpResponse error(int status, String number, String message) {
        return HttpResponse.json(
                status,
                Map.of(
                        "kode",
                        codes + "-" + number,
                        "melding",
                        message,
                        "korrelasjonsid",
                        UUID.randomUUID().toString()));
    }
}
