package no.portnokkel.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.IntegrationType;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.RegisteredScope.Trait;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.SystemUser;

/**
 * Reads a registry from JSON. Absent times default to the clock's time, an absent end of validity to a week later, and an
 * absent status to given or approved.
 *
 * @param clock of the twin
 */
record StateReader(Clock clock) {

    /**
     * Returns a registry with exactly this content.
     *
     * @throws IllegalArgumentException the text is not a JSON object, has an unknown member, or an invalid value; the message
     *     names the place
     */
    public Registry read(String json) {
        JsonObject state = JsonObject.parse(json)
                .requireKnown(
                        "clients",
                        "scopes",
                        "access",
                        "delegations",
                        "consents",
                        "system_users",
                        "revoked",
                        "key_delay");
        Registry registry = new Registry();
        state.objects("clients", this::client).forEach(registry::register);
        state.objects("scopes", StateReader::scope).forEach(registry::register);
        state.objects("access", access -> access.requireKnown("consumer_orgno", "scope", "granted"))
                .forEach(access -> access(registry, access));
        state.objects("delegations", delegation -> delegation.requireKnown("consumer", "supplier", "scope"))
                .forEach(delegation -> registry.delegate(
                        delegation.text("consumer"), delegation.text("supplier"), delegation.text("scope")));
        state.objects("consents", this::consent).forEach(registry::register);
        state.objects("system_users", StateReader::systemUser).forEach(registry::register);
        state.texts("revoked").forEach(serial -> registry.revoke(serial(serial)));
        registry.delayKeys(state.seconds("key_delay").orElse(Duration.ZERO));
        return registry;
    }

    /** Reads a client and its JWK set in the format of self-service; the member {@code posted} of a key is our addition. */
    private RegisteredClient client(JsonObject client) {
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

    private static RegisteredScope scope(JsonObject scope) {
        scope.requireKnown("name", "accessible_for_all", "delegable", "user_login_only", "at_max_age");
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (!scope.flag("accessible_for_all", true)) {
            traits.add(Trait.NEEDS_ACCESS);
        }
        if (!scope.flag("delegable", true)) {
            traits.add(Trait.NOT_DELEGABLE);
        }
        if (scope.flag("user_login_only", false)) {
            traits.add(Trait.USER_LOGIN_ONLY);
        }
        return new RegisteredScope(scope.text("name"), traits, scope.seconds("at_max_age"));
    }

    private static void access(Registry registry, JsonObject access) {
        if (access.flag("granted", true)) {
            registry.grantAccess(access.text("consumer_orgno"), access.text("scope"));
        } else {
            registry.denyAccess(access.text("consumer_orgno"), access.text("scope"));
        }
    }

    private Consent consent(JsonObject consent) {
        consent.requireKnown("id", "from", "to", "consented", "validTo", "status", "consentRights");
        Instant now = clock.instant();
        Consent defaults =
                Consent.given(UUID.fromString(consent.text("id")), consent.text("from"), consent.text("to"), now);
        List<Consent.Right> rights = consent.objects("consentRights", StateReader::right);
        return new Consent(
                defaults.id(),
                defaults.from(),
                defaults.to(),
                consent.instant("consented").orElse(defaults.consented()),
                consent.instant("validTo").orElse(defaults.validTo()),
                consent.constant("status", Consent.Status.class).orElse(defaults.status()),
                rights.isEmpty() ? defaults.rights() : new ArrayList<>(rights));
    }

    private static Consent.Right right(JsonObject right) {
        right.requireKnown("resource", "metadata");
        return new Consent.Right(
                right.text("resource"),
                right.object("metadata").map(JsonObject::asTexts).orElse(Map.of()));
    }

    private static SystemUser systemUser(JsonObject user) {
        user.requireKnown("id", "system_id", "systemuser_org", "externalRef", "clients", "status");
        return new SystemUser(
                UUID.fromString(user.text("id")),
                user.text("system_id"),
                user.text("systemuser_org"),
                user.optionalText("externalRef"),
                Set.copyOf(user.texts("clients")),
                user.constant("status", SystemUser.Status.class).orElse(SystemUser.Status.APPROVED));
    }

    private static BigInteger serial(String hexadecimal) {
        if (!hexadecimal.matches("[0-9A-Fa-f]+")) {
            throw new IllegalArgumentException("revoked holds serial numbers in hexadecimal, not " + hexadecimal + ".");
        }
        return new BigInteger(hexadecimal, 16);
    }
}
