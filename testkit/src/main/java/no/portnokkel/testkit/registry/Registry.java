package no.portnokkel.testkit.registry;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import no.portnokkel.testkit.registry.RegisteredScope.Trait;

/**
 * The data that Maskinporten looks up in Samarbeidsportalen, in Altinn and at the issuers of certificates. May change while
 * the twin runs; safe for any number of threads.
 *
 * <p>The defaults are permissive: a scope that is not registered is open to all organisations. While no consent is registered,
 * every consent in a grant counts as given; the same applies to system users. Once one is registered, only registered ones
 * exist.
 */
public final class Registry {

    private volatile Data data = new Data();

    /** Adds the client, or replaces the client with this id. */
    public void register(RegisteredClient client) {
        data.clients.put(client.clientId(), client);
    }

    /** Removes the client; its grants are refused from now on (MP-100). */
    public void remove(String clientId) {
        data.clients.remove(clientId);
    }

    /** Adds the scope, or replaces the scope with this name. */
    public void register(RegisteredScope scope) {
        data.scopes.put(scope.name(), scope);
    }

    /** Denies the organisation access to a scope (MP-250). */
    public void denyAccess(String organisation, String scope) {
        data.access.put(new ScopeAccess(organisation, scope), false);
    }

    /** Grants the organisation access to a scope, which a scope with {@link Trait#NEEDS_ACCESS} requires. */
    public void grantAccess(String organisation, String scope) {
        data.access.put(new ScopeAccess(organisation, scope), true);
    }

    /** Delegates the scope from the consumer to the supplier, as an administrator of the consumer does in Altinn. */
    public void delegate(String consumer, String supplier, String scope) {
        data.delegations.add(new Delegation(consumer, supplier, scope));
    }

    /** Ends a delegation (MP-251). */
    public void endDelegation(String consumer, String supplier, String scope) {
        data.delegations.remove(new Delegation(consumer, supplier, scope));
    }

    /** Adds the consent, or replaces the consent with this id. */
    public void register(Consent consent) {
        data.consents.put(consent.id(), consent);
    }

    /** Adds the system user, or replaces the system user with this id. */
    public void register(SystemUser user) {
        data.systemUsers.put(user.id(), user);
    }

    /** Revokes the certificate (MP-120). */
    public void revoke(X509Certificate certificate) {
        revoke(certificate.getSerialNumber());
    }

    /** Revokes the certificate with this serial number (MP-120). */
    public void revoke(BigInteger serial) {
        data.revoked.add(serial);
    }

    /** Sets the time from posting a key until it works. The default is zero; Maskinporten takes up to two minutes. */
    public void delayKeys(Duration delay) {
        data.keyDelay = delay;
    }

    /** Atomically replaces all data by the other registry's data. Both share that data afterwards. */
    public void become(Registry other) {
        data = other.data;
    }

    /** Returns the client with this id. */
    public Optional<RegisteredClient> client(String clientId) {
        return Optional.ofNullable(data.clients.get(clientId));
    }

    /** Returns the scope with this name; with default traits when it is not registered. */
    public RegisteredScope scope(String name) {
        return Optional.ofNullable(data.scopes.get(name)).orElseGet(() -> RegisteredScope.of(name));
    }

    /** Returns whether the organisation has access to the scope. */
    public boolean hasAccess(String organisation, String scope) {
        return Optional.ofNullable(data.access.get(new ScopeAccess(organisation, scope)))
                .orElseGet(() -> !scope(scope).is(Trait.NEEDS_ACCESS));
    }

    /** Returns whether the consumer has delegated the scope to the supplier. */
    public boolean hasDelegated(String consumer, String supplier, String scope) {
        return data.delegations.contains(new Delegation(consumer, supplier, scope));
    }

    /** Returns whether the certificate is revoked. */
    public boolean isRevoked(X509Certificate certificate) {
        return data.revoked.contains(certificate.getSerialNumber());
    }

    /** Returns the time from posting a key until it works. */
    public Duration keyDelay() {
        return data.keyDelay;
    }

    /** Returns all clients, in no particular order. */
    public Collection<RegisteredClient> clients() {
        return List.copyOf(data.clients.values());
    }

    /** Returns the registered scopes, in no particular order. */
    public Collection<RegisteredScope> scopes() {
        return List.copyOf(data.scopes.values());
    }

    /** Returns the decisions of scopes' owners: true for granted, false for denied. */
    public Map<ScopeAccess, Boolean> access() {
        return Map.copyOf(data.access);
    }

    /** Returns all delegations. */
    public Set<Delegation> delegations() {
        return Set.copyOf(data.delegations);
    }

    /** Returns all consents by id; while empty, every consent in a grant counts as given. */
    public Map<UUID, Consent> consents() {
        return Map.copyOf(data.consents);
    }

    /** Returns all system users, in no particular order; while empty, every system user counts as approved. */
    public Collection<SystemUser> systemUsers() {
        return List.copyOf(data.systemUsers.values());
    }

    /** Returns the serial numbers of the revoked certificates. */
    public Set<BigInteger> revoked() {
        return Set.copyOf(data.revoked);
    }

    /** The data of a registry, in one object so that it can be replaced atomically. */
    private static final class Data {

        final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();
        final Map<String, RegisteredScope> scopes = new ConcurrentHashMap<>();
        final Map<ScopeAccess, Boolean> access = new ConcurrentHashMap<>();
        final Set<Delegation> delegations = ConcurrentHashMap.newKeySet();
        final Map<UUID, Consent> consents = new ConcurrentHashMap<>();
        final Map<UUID, SystemUser> systemUsers = new ConcurrentHashMap<>();
        final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
        volatile Duration keyDelay = Duration.ZERO;
    }
}
