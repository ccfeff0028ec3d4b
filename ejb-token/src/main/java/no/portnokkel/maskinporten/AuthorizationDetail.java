package no.portnokkel.maskinporten;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One member of {@code authorization_details} in a grant (RFC 9396). Maskinporten knows two types and refuses unknown
 * members (MP-302), so each is a closed record.
 */
public sealed interface AuthorizationDetail {

    /** The members as they stand in the grant. */
    Map<String, Object> members();

    /**
     * A consent given in Altinn 3.
     *
     * @param id the consent's own id
     * @param from who consented, {@code urn:altinn:person:identifier-no:…} or
     *     {@code urn:altinn:organization:identifier-no:…}; holds a person's number
     */
    record Consent(UUID id, String from) implements AuthorizationDetail {
        /** {@code type} of a consent. */
        public static final String TYPE = "urn:altinn:consent";

        /** @throws IllegalArgumentException when {@code from} is neither URN; the message does not quote it */
        public Consent {
            if (!from.matches("urn:altinn:(person:identifier-no:[0-9]{11}|organization:identifier-no:[0-9]{9})")) {
                throw new IllegalArgumentException(
                        "The from of a consent is urn:altinn:person:identifier-no: and eleven"
                                + " digits, or urn:altinn:organization:identifier-no: and nine.");
            }
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("type", TYPE, "id", id.toString(), "from", from);
        }

        @Override
        public String toString() {
            return "Consent[" + id + "]";
        }
    }

    /**
     * A system user in Altinn.
     *
     * @param organisation the customer who owns the system user
     * @param externalRef the reference of the system user's request; empty when it had none
     */
    record SystemUser(OrganisationNumber organisation, Optional<String> externalRef) implements AuthorizationDetail {
        /** {@code type} of a system user. */
        public static final String TYPE = "urn:altinn:systemuser";

        @Override
        public Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("type", TYPE);
            members.put(
                    "systemuser_org",
                    Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + organisation.digits()));
            externalRef.ifPresent(ref -> members.put("externalRef", ref));
            return members;
        }
    }
}
