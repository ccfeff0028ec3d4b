package no.portnokkel.testkit.registry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Samarbeidsportalen and Altinn know: clients, who may not use a scope, and who has delegated to whom. May change
 * while the twin runs; safe for any number of threads.
 */
public final class Registry {

    private final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();
    private final Set<Access> denied = ConcurrentHashMap.newKeySet();
    private final Set<Delegation> delegations = ConcurrentHashMap.newKeySet();

    /** Adds the client, or replaces the one with its id. */
    public void register(RegisteredClient client) {
        clients.put(client.clientId(), client);
    }

    /** Removes the client; grants of it are refused from now on (MP-100). */
    public void remove(String clientId) {
        clients.remove(clientId);
    }

    /** Takes back the API owner's grant of a scope, which every organisation has otherwise (MP-250). */
    public void denyAccess(String organisation, String scope) {
        denied.add(new Access(organisation, scope));
    }

    /** Gives back what {@link #denyAccess} took. */
    public void grantAccess(String organisation, String scope) {
        denied.remove(new Access(organisation, scope));
    }

    /** Lets the supplier ask for the scope on the consumer's behalf, as a person of the consumer does in Altinn. */
    public void delegate(String consumer, String supplier, String scope) {
        delegations.add(new Delegation(consumer, supplier, scope));
    }

    /** Returns the client with this id. */
    public Optional<RegisteredClient> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    /** Whether the API owner lets the organisation use the scope. */
    public boolean hasAccess(String organisation, String scope) {
        return !denied.contains(new Access(organisation, scope));
    }

    /** Whether the supplier may ask for the scope on the consumer's behalf. */
    public boolean hasDelegated(String consumer, String supplier, String scope) {
        return delegations.contains(new Delegation(consumer, supplier, scope));
    }

    private record Access(String organisation, String scope) {}

    private record Delegation(String consumer, String supplier, String scope) {}
}
