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
import no.portnokkel.testkit.registry.RegisteredScope.Trait;

/**
 * What Samarbeidsportalen, Altinn and the issuers of certificates know. May change while the twin runs; safe for any number
 * of threads.
 *
 * <p>What nobody has described is kind: a scope that is not registered is open to everyone; while there is no consent at all,
 * every consent that is asked for has been given; the same with system users. From the first one on, only those that are
 * registered exist.
 */
public final class Registry {

    private volatile RegistryData records = new RegistryData();

    /** Adds the client, or replaces the one with its id. */
    public void register(RegisteredClient client) {
        records.clients.put(client.clientId(), client);
    }

    /** Removes the client; grants of it are refused from now on (MP-100). */
    public void remove(String clientId) {
        records.clients.remove(clientId);
    }

    /** Describes a scope, or describes it anew. */
    public void register(RegisteredScope scope) {
        records.scopes.put(scope.name(), scope);
    }

    /** Takes back the API owner's grant of a scope (MP-250). */
    public void denyAccess(String organisation, String scope) {
        records.access.put(new ScopeAccess(organisation, scope), false);
    }

    /** Gives the organisation the API owner's grant of a scope, which a {@link Trait#NEEDS_ACCESS} scope needs. */
    public void grantAccess(String organisation, String scope) {
        records.access.put(new ScopeAccess(organisation, scope), true);
    }

    /** Lets the supplier ask for the scope on the consumer's behalf, as a person of the consumer does in Altinn. */
    public void delegate(String consumer, String supplier, String scope) {
        records.delegations.add(new Delegation(consumer, supplier, scope));
    }

    /** Ends what {@link #delegate} began (MP-251). */
    public void endDelegation(String consumer, String supplier, String scope) {
        records.delegations.remove(new Delegation(consumer, supplier, scope));
    }

    /** Adds the consent, or replaces the one with its id. */
    public void register(Consent consent) {
        records.consents.put(consent.id(), consent);
    }

    /** Adds the system user, or replaces the one with its id. */
    public void register(SystemUser user) {
        records.systemUsers.put(user.id(), user);
    }

    /** Puts the certificate on its issuer's revocation list (MP-120). */
    public void revoke(X509Certificate certificate) {
        revoke(certificate.getSerialNumber());
    }

    /** Puts the certificate with this serial number on its issuer's revocation list (MP-120). */
    public void revoke(BigInteger serial) {
        records.revoked.add(serial);
    }

    /** Lets keys reach Maskinporten that long after they were posted: up to two minutes with the real one; here zero. */
    public void delayKeys(Duration delay) {
        records.keyDelay = delay;
    }

    /** Takes over all that the other knows, in one moment, and forgets the rest. Later changes of either change both. */
    public void become(Registry other) {
        records = other.records;
    }

    /** Returns the client with this id. */
    public Optional<RegisteredClient> client(String clientId) {
        return Optional.ofNullable(records.clients.get(clientId));
    }

    /** Returns the scope with this name, in its plainest form when nobody has registered it. */
    public RegisteredScope scope(String name) {
        return Optional.ofNullable(records.scopes.get(name)).orElseGet(() -> RegisteredScope.of(name));
    }

    /** Whether the API owner lets the organisation use the scope. */
    public boolean hasAccess(String organisation, String scope) {
        return Optional.ofNullable(records.access.get(new ScopeAccess(organisation, scope)))
                .orElseGet(() -> !scope(scope).is(Trait.NEEDS_ACCESS));
    }

    /** Whether the supplier may ask for the scope on the consumer's behalf. */
    public boolean hasDelegated(String consumer, String supplier, String scope) {
        return records.delegations.contains(new Delegation(consumer, supplier, scope));
    }

    /** Whether the certificate is on its issuer's revocation list. */
    public boolean isRevoked(X509Certificate certificate) {
        return records.revoked.contains(certificate.getSerialNumber());
    }

    /** How long a key takes from its posting to Maskinporten. */
    public Duration keyDelay() {
        return records.keyDelay;
    }

    /** Returns all clients, in no order. */
    public Collection<RegisteredClient> clients() {
        return List.copyOf(records.clients.values());
    }

    /** Returns the scopes that have been described, in no order. */
    public Collection<RegisteredScope> scopes() {
        return List.copyOf(records.scopes.values());
    }

    /** Returns what owners of scopes have granted (true) and taken back (false). */
    public Map<ScopeAccess, Boolean> access() {
        return Map.copyOf(records.access);
    }

    /** Returns all delegations. */
    public Set<Delegation> delegations() {
        return Set.copyOf(records.delegations);
    }

    /** Returns all consents by their ids; empty as long as every consent is taken as given. */
    public Map<UUID, Consent> consents() {
        return Map.copyOf(records.consents);
    }

    /** Returns all system users, in no order; empty as long as every system user is taken as approved. */
    public Collection<SystemUser> systemUsers() {
        return List.copyOf(records.systemUsers.values());
    }

    /** Returns the serial numbers of the revoked certificates. */
    public Set<BigInteger> revoked() {
        return Set.copyOf(records.revoked);
    }
}
