package no.portnokkel.testkit.state;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.registry.IntegrationType;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;

/** Reads a client and its JWK set, in the format of self-service; the member {@code posted} of a key is our addition. */
record ClientReader(Clock clock) {

    RegisteredClient read(JsonObject client) {
        client.requireKnown("client_id", "client_orgno", "scopes", "integration_type", "access_token_lifetime", "jwks");
        List<RegisteredKey> keys = client.object("jwks")
                .map(jwks -> jwks.requireKnown("keys").objects("keys", this::key))
                .orElse(List.of());
        return new RegisteredClient(
                client.text("client_id"),
                client.text("client_orgno"),
                Set.copyOf(client.texts("scopes")),
                keys,
                client.constant("integration_type", IntegrationType.class).orElse(IntegrationType.MASKINPORTEN),
                client.seconds("access_token_lifetime"));
    }

    private RegisteredKey key(JsonObject member) {
        member.requireKnown("kty", "use", "alg", "kid", "e", "n", "x5c", "posted");
        Instant posted = member.instant("posted").orElseGet(clock::instant);
        try {
            JWK jwk = JWK.parse(JSONObjectUtils.toJSONString(member.members()));
            if (!(jwk instanceof RSAKey key)) {
                throw new IllegalArgumentException(member.at("kty") + " is RSA.");
            }
            Optional<X509Certificate> certificate = Optional.ofNullable(key.getParsedX509CertChain())
                    .filter(chain -> !chain.isEmpty())
                    .map(chain -> chain.get(0));
            return new RegisteredKey(member.text("kid"), key.toRSAPublicKey(), posted, certificate);
        } catch (ParseException | JOSEException damaged) {
            throw new IllegalArgumentException(
                    member.at("kid") + " names no RSA key: " + damaged.getMessage(), damaged);
        }
    }
}
