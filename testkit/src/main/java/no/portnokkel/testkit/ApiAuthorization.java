package no.portnokkel.testkit;

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
 * Authorizes a request to one of Skatteetaten's APIs: the token is valid, has no other audience and has the API's scope, and
 * a consent in it is from the person, to the consumer, and for the API's resource.
 *
 * @param tokens verifies tokens
 * @param scope of the API
 * @param codePrefix of the API's error codePrefix, {@code IM} or {@code SSG}
 * @param resource Altinn resource of the consent
 */
record ApiAuthorization(TokenIssuer tokens, String scope, String codePrefix, String resource) {

    /** Returns the error response; empty when the request is authorized. */
    Optional<HttpResponse> refusal(HttpRequest request, String person, boolean consentRequired) {
        Optional<Map<String, Object>> claims = request.header("authorization")
                .filter(value -> value.startsWith("Bearer "))
                .flatMap(value -> tokens.verified(value.substring("Bearer ".length())))
                .filter(ApiAuthorization::hasNoOtherAudience);
        if (claims.isEmpty()) {
            return Optional.of(
                    error(401, "004", "Feil i forbindelse med autentisering").with("WWW-Authenticate", "Bearer"));
        }
        if (!List.of(String.valueOf(claims.get().get("scope")).split(" ", -1)).contains(scope)) {
            return Optional.of(error(403, "005", "Feil i forbindelse med autorisering"));
        }
        List<Map<?, ?>> consents = consents(claims.get());
        boolean consented = consents.stream()
                .anyMatch(consent -> covers(consent, person, claims.get().get("consumer")));
        return consented || (consents.isEmpty() && !consentRequired)
                ? Optional.empty()
                : Optional.of(error(403, "010", "Feil i forbindelse med samtykketoken"));
    }

    HttpResponse notFound() {
        return error(404, "007", "Fant ikke ressursen");
    }

    private static boolean hasNoOtherAudience(Map<String, Object> claims) {
        Object audience = claims.getOrDefault("aud", "unspecified"); // Maskinporten's former value for "no audience"
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
                        .anyMatch(target -> resource.equals(target.get("value")));
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
                        codePrefix + "-" + number,
                        "melding",
                        message,
                        "korrelasjonsid",
                        UUID.randomUUID().toString()));
    }
}
