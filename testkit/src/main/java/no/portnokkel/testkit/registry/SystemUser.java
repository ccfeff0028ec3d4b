package no.portnokkel.testkit.registry;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A system user that a customer has in Altinn.
 *
 * @param id in tokens: {@code systemuser_id}
 * @param systemId of the vendor's system: the vendor's organisation number and a name
 * @param organisation the customer's number: nine digits
 * @param externalRef when the request for the system user had one; without it the customer's number stands in
 * @param clients the ids of the clients that the vendor has put on the system
 */
public record SystemUser(
        UUID id,
        String systemId,
        String organisation,
        Optional<String> externalRef,
        Set<String> clients,
        Status status) {

    /** Whether the customer has said yes. */
    public enum Status {
        /** It can be used. */
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

    /** Returns an approved system user without a reference of its own. */
    public static SystemUser approved(UUID id, String systemId, String organisation, String... clients) {
        return new SystemUser(id, systemId, organisation, Optional.empty(), Set.of(clients), Status.APPROVED);
    }

    /** Returns the same system user with a reference, which a grant must name then. */
    public SystemUser withExternalRef(String reference) {
        return new SystemUser(id, systemId, organisation, Optional.of(reference), clients, status);
    }

    /** Returns the same system user at another stage. */
    public SystemUser with(Status other) {
        return new SystemUser(id, systemId, organisation, externalRef, clients, other);
    }

    /** What a grant has to name, if only by leaving it out. */
    public String reference() {
        return externalRef.orElse(organisation);
    }

    /** Whether a grant that says this means this system user. */
    public boolean answersTo(String clientId, String customer, String namedReference) {
        return clients.contains(clientId)
                && organisation.equals(customer)
                && reference().equals(namedReference);
    }
}
