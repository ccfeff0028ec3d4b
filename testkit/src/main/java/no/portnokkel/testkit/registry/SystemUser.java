package no.portnokkel.testkit.registry;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A customer's system user in Altinn.
 *
 * @param id {@code systemuser_id} in tokens
 * @param systemId id of the vendor's system: the vendor's organisation number and a name
 * @param organisation the customer's organisation number: nine digits
 * @param externalRef reference of the request for the system user; if empty, the customer's number is the reference
 * @param clients ids of the clients that the vendor has registered on the system
 */
public record SystemUser(
        UUID id,
        String systemId,
        String organisation,
        Optional<String> externalRef,
        Set<String> clients,
        Status status) {

    /** Status of a system user. */
    public enum Status {
        /** The customer has approved it. */
        APPROVED,
        /** The customer has not answered yet. */
        REQUESTED
    }

    public SystemUser {
        if (!organisation.matches("[0-9]{9}")) {
            throw new IllegalArgumentException("A system user belongs to an organisation number of nine digits.");
        }
        clients = Set.copyOf(clients);
    }

    /** Returns an approved system user without its own reference. */
    public static SystemUser approved(UUID id, String systemId, String organisation, String... clients) {
        return new SystemUser(id, systemId, organisation, Optional.empty(), Set.of(clients), Status.APPROVED);
    }

    /** Returns the same system user with a reference; a grant must then name it. */
    public SystemUser withExternalRef(String reference) {
        return new SystemUser(id, systemId, organisation, Optional.of(reference), clients, status);
    }

    /** Returns the same system user with another status. */
    public SystemUser with(Status other) {
        return new SystemUser(id, systemId, organisation, externalRef, clients, other);
    }

    /** Returns the reference that a grant must name; the customer's number may be left out. */
    public String reference() {
        return externalRef.orElse(organisation);
    }

    /** Returns whether a grant with these values refers to this system user. */
    public boolean answersTo(String clientId, String customer, String namedReference) {
        return clients.contains(clientId)
                && organisation.equals(customer)
                && reference().equals(namedReference);
    }
}
