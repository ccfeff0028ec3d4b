package no.portnokkel.maskinporten;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One element of {@code authorization_details} in a grant (RFC 9396): a consent or a system user. Maskinporten defines these
 * two types and refuses unknown members (MP-302), so each type is a record with a fixed set of members.
 *
 * <pre>{@code
 * TokenRequest.forScope("skatteetaten:inntekt")
 *         .with(AuthorizationDetail.Consent.ofPerson(consentId, person));
 * }</pre>
 */
public sealed interface AuthorizationDetail {

    /** Returns the members as the grant contains them. */
    Map<String, Object> members();

    /**
     * A consent that was given in Altinn 3.
     *
     * @param id the id of the consent
     * @param from who gave it: {@code urn:altinn:person:identifier-no:…} or
     *     {@code urn:altinn:organization:identifier-no:…}. Personal data when it is a person
     */
    record Consent(UUID id, String from) implements AuthorizationDetail {
        /** The {@code type} member of a consent. */
        public static final String TYPE = "urn:altinn:consent";

        private static final String PERSON = "urn:altinn:person:identifier-no:";

        private static final String ORGANISATION = "urn:altinn:organization:identifier-no:";

        /** @throws IllegalArgumentException if {@code from} is neither of the two URNs; the message does not quote it */
        public Consent {
            if (from.startsWith(PERSON)) {
                new NationalIdentityNumber(from.substring(PERSON.length()));
            } else if (from.startsWith(ORGANISATION)) {
                new OrganisationNumber(from.substring(ORGANISATION.length()));
            } else {
                throw new IllegalArgumentException("'from' of a consent must be " + PERSON + " with eleven digits, or "
                        + ORGANISATION + " with nine.");
            }
        }

        /** Returns a consent that a person gave. */
        public static Consent ofPerson(UUID id, NationalIdentityNumber person) {
            return new Consent(id, PERSON + person.digits());
        }

        /** Returns a consent that an organisation gave. */
        public static Consent ofOrganisation(UUID id, OrganisationNumber organisation) {
            return new Consent(id, ORGANISATION + organisation.digits());
        }

        /** Returns the person who gave the consent; empty if an organisation gave it. */
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
     * @param organisation the customer that owns the system user
     * @param externalRef the reference that was given when the system user was requested; empty if none was given
     */
    record SystemUser(OrganisationNumber organisation, Optional<String> externalRef) implements AuthorizationDetail {
        /** The {@code type} member of a system user. */
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
