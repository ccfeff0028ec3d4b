package no.portnokkel.testkit.token;

import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.grant.DetailClaims;
import no.portnokkel.testkit.grant.PresentedGrant;
import no.portnokkel.testkit.grant.Verdict;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.Registry;
import org.jspecify.annotations.Nullable;

/**
 * Creates the claims of an access token (Digdir, "Tokenet"). A claim that does not apply is absent, never null.
 *
 * @param lifetime of tokens, unless client or scope have their own; Maskinporten's default is 120 s
 * @param certificateClass decides which Altinn is the source of delegations
 */
record TokenClaims(
        Duration lifetime,
        TokenStyle style,
        CertificateClass certificateClass,
        Registry registry,
        SecureRandom random) {

    private static final int ID_BYTES = 32; // 43 characters, as in captured tokens

    public TokenClaims {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("The lifetime of a token is at least one second, not " + lifetime + ".");
        }
    }

    Map<String, Object> of(URI issuer, Verdict.Accepted accepted, Duration tokenLifetime, Instant now) {
        PresentedGrant grant = accepted.grant();
        String owner = accepted.client().owner();
        String consumer = accepted.consumer();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.toString());
        claims.put("client_id", accepted.client().clientId());
        claims.put("client_amr", grant.header().containsKey("kid") ? "private_key_jwt" : "virksomhetssertifikat");
        claims.put("token_type", "Bearer");
        claims.put("scope", String.join(" ", grant.scopes()));
        claims.put("consumer", DetailClaims.organisation(consumer));
        if (!consumer.equals(owner)) {
            claims.put("supplier", DetailClaims.organisation(owner));
            claims.put("delegation_source", delegationSource());
        }
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(tokenLifetime).getEpochSecond());
        claims.put("jti", newId());
        audience(grant.claims().get("resource")).ifPresent(audience -> claims.put("aud", audience));
        grant.text("pid").ifPresent(person -> claims.put("pid", person));
        if (grant.claims().get("authorization_details") instanceof List<?> details) {
            claims.put(
                    "authorization_details",
                    new DetailClaims(registry, style.metadata().member())
                            .claim(details, accepted.client().clientId(), consumer, now));
        }
        return claims;
    }

    /** Returns the claims of a token that was issued for one API, without a grant. */
    Map<String, Object> of(URI issuer, String consumer, String scope, String audience, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.toString());
        claims.put("client_id", "client-of-" + consumer);
        claims.put("client_amr", "virksomhetssertifikat");
        claims.put("token_type", "Bearer");
        claims.put("scope", scope);
        claims.put("consumer", DetailClaims.organisation(consumer));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.put("jti", newId());
        claims.put("aud", audience);
        return claims;
    }

    /** Returns the client's lifetime, or the default; but at most the shortest maximum of the scopes. */
    Duration lifetimeFor(RegisteredClient client, List<String> scopes) {
        Stream<Duration> limits = scopes.stream()
                .map(registry::scope)
                .map(RegisteredScope::maxAge)
                .flatMap(Optional::stream);
        return Stream.concat(Stream.of(client.tokenLifetime().orElse(lifetime)), limits)
                .min(Duration::compareTo)
                .orElseThrow();
    }

    private String delegationSource() {
        return switch (certificateClass) {
            case TEST -> "https://tt02.altinn.no/";
            case PRODUCTION -> "https://www.altinn.no/";
        };
    }

    private Optional<Object> audience(@Nullable Object resource) {
        if (resource == null) {
            return style.audience() == TokenStyle.Audience.UNSPECIFIED ? Optional.of("unspecified") : Optional.empty();
        }
        return Optional.of(resource instanceof List<?> list && list.size() == 1 ? list.get(0) : resource);
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64URL.encode(id).toString();
    }
}
