package no.portnokkel.testkit;

import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.RegisteredScope.Trait;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.SystemUser;

/** Writes a registry as JSON, in the format that {@link StateReader} reads. Consents show persons' numbers. */
final class StateWriter {

    private StateWriter() {}

    /** Returns the members of the JSON object. */
    public static Map<String, Object> write(Registry registry) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put(
                "clients",
                registry.clients().stream()
                        .sorted(Comparator.comparing(RegisteredClient::clientId))
                        .map(StateWriter::client)
                        .toList());
        state.put(
                "scopes",
                registry.scopes().stream()
                        .sorted(Comparator.comparing(RegisteredScope::name))
                        .map(StateWriter::scope)
                        .toList());
        state.put(
                "access",
                registry.access().entrySet().stream()
                        .map(access -> Map.of(
                                "consumer_orgno", access.getKey().organisation(),
                                "scope", access.getKey().scope(),
                                "granted", access.getValue()))
                        .toList());
        state.put(
                "delegations",
                registry.delegations().stream()
                        .map(delegation -> Map.of(
                                "consumer", delegation.consumer(),
                                "supplier", delegation.supplier(),
                                "scope", delegation.scope()))
                        .toList());
        state.put(
                "consents",
                registry.consents().values().stream().map(StateWriter::consent).toList());
        state.put(
                "system_users",
                registry.systemUsers().stream().map(StateWriter::systemUser).toList());
        state.put(
                "revoked",
                registry.revoked().stream().map(serial -> serial.toString(16)).toList());
        state.put("key_delay", registry.keyDelay().toSeconds());
        return state;
    }

    private static Map<String, Object> client(RegisteredClient client) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client_id", client.clientId());
        json.put("client_orgno", client.owner());
        json.put("integration_type", JsonObject.lower(client.integrationType()));
        json.put("scopes", client.scopes().stream().sorted().toList());
        client.tokenLifetime().ifPresent(lifetime -> json.put("access_token_lifetime", lifetime.toSeconds()));
        if (!client.keys().isEmpty()) {
            json.put(
                    "jwks",
                    Map.of("keys", client.keys().stream().map(StateWriter::key).toList()));
        }
        return json;
    }

    private static Map<String, Object> key(RegisteredKey key) {
        Map<String, Object> jwk = new LinkedHashMap<>(new RSAKey.Builder(key.key())
                .keyID(key.kid())
                .keyUse(KeyUse.SIGNATURE)
                .build()
                .toJSONObject());
        jwk.put("posted", key.postedAt().toString());
        key.certificate().ifPresent(certificate -> jwk.put("x5c", List.of(encoded(certificate))));
        return jwk;
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.encode(certificate.getEncoded()).toString();
        } catch (CertificateEncodingException damaged) {
            throw new IllegalStateException("A certificate cannot be encoded.", damaged);
        }
    }

    private static Map<String, Object> scope(RegisteredScope scope) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", scope.name());
        json.put("accessible_for_all", !scope.is(Trait.NEEDS_ACCESS));
        json.put("delegable", !scope.is(Trait.NOT_DELEGABLE));
        json.put("user_login_only", scope.is(Trait.USER_LOGIN_ONLY));
        scope.maxAge().ifPresent(age -> json.put("at_max_age", age.toSeconds()));
        return json;
    }

    private static Map<String, Object> consent(Consent consent) {
        return Map.of(
                "id", consent.id().toString(),
                "from", consent.from(),
                "to", consent.to(),
                "consented", consent.consented().toString(),
                "validTo", consent.validTo().toString(),
                "status", JsonObject.lower(consent.status()),
                "consentRights",
                        consent.rights().stream()
                                .map(right -> Map.of("resource", right.resource(), "metadata", right.metadata()))
                                .toList());
    }

    private static Map<String, Object> systemUser(SystemUser user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", user.id().toString());
        json.put("system_id", user.systemId());
        json.put("systemuser_org", user.organisation());
        user.externalRef().ifPresent(reference -> json.put("externalRef", reference));
        json.put("clients", user.clients().stream().sorted().toList());
        json.put("status", JsonObject.lower(user.status()));
        return json;
    }
}
