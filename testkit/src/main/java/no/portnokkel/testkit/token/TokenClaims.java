package no.portnokkel.testkit.token;

import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.grant.Judgement;
import no.portnokkel.testkit.grant.PresentedGrant;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an access token (Digdir, "Tokenet"). Absent where it does not apply, never null.
 *
 * @param lifetime from now; 120 s is Maskinporten's default
 */
public record TokenClaims(Duration lifetime, SecureRandom random) {

    private static final int ID_BYTES = 32; // 43 characters, as seen

    public TokenClaims {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("A token lives at least one second, not " + lifetime + ".");
        }
    }

    Map<String, Object> of(URI issuer, Judgement.Accepted accepted, Instant now) {
        PresentedGrant grant = accepted.grant();
        String owner = accepted.client().owner();
        String consumer = grant.text("consumer_org").orElse(owner);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.toString());
        claims.put("client_id", accepted.client().clientId());
        claims.put("client_amr", grant.header().containsKey("kid") ? "private_key_jwt" : "virksomhetssertifikat");
        claims.put("token_type", "Bearer");
        claims.put("scope", String.join(" ", grant.scopes()));
        claims.put("consumer", organisation(consumer));
        if (!consumer.equals(owner)) {
            claims.put("supplier", organisation(owner));
            claims.put("delegation_source", "https://tt02.altinn.no/");
        }
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.put("jti", newId());
        audience(grant.claims().get("resource")).forEach(claims::put);
        grant.text("pid").ifPresent(person -> claims.put("pid", person));
        if (grant.claims().get("authorization_details") instanceof List<?> details) {
            claims.put("authorization_details", AltinnDetails.answer(details, consumer, now));
        }
        return claims;
    }

    static Map<String, Object> organisation(String number) {
        return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + number);
    }

    private static Map<String, Object> audience(@Nullable Object resource) {
        if (resource == null) {
            return Map.of();
        }
        return resource instanceof List<?> list && list.size() == 1
                ? Map.of("aud", list.get(0))
                : Map.of("aud", resource);
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64URL.encode(id).toString();
    }
}
