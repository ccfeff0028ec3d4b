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

        private static final String PERSON = "urn:altinn:person:identifier-no:";

        private static final String ORGANISATION = "urn:altinn:organization:identifier-no:";

        /** @throws IllegalArgumentException when {@code from} is neither URN; the message does not quote it */
        public Consent {
            if (from.startsWith(PERSON)) {
                new NationalIdentityNumber(from.substring(PERSON.length()));
            } else if (from.startsWith(ORGANISATION)) {
                new OrganisationNumber(from.substring(ORGANISATION.length()));
            } else {
                throw new IllegalArgumentException(
                        "The from of a consent is " + PERSON + " and eleven digits, or " + ORGANISATION + " and nine.");
            }
        }

        /** A consent that a person has given. */
        public static Consent ofPerson(UUID id, NationalIdentityNumber person) {
            return new Consent(id, PERSON + person.digits());
        }

        /** A consent that an organisation has given. */
        public static Consent ofOrganisation(UUID id, OrganisationNumber organisation) {
            return new Consent(id, ORGANISATION + organisation.digits());
        }

        /** Who consented, when it was a person; empty for an organisation. */
        public Optional<NationalIdentityNumber> person() {
            return from.startsWith(PERSON)
                    ? Optional.of(new NationalIdentityNumber(from.substring(PERSON.length())))
                    : Optional.empty();
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
