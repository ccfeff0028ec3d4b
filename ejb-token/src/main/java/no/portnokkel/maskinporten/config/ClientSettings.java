package no.portnokkel.maskinporten.config;

import java.util.Optional;
import java.util.SortedSet;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;

/**
 * One client (<i>integrasjon</i>) in Samarbeidsportalen. The members belong together and are never combined with those of
 * another client.
 *
 * @param clientId the {@code iss} of its grants
 * @param organisationNumber its owner
 * @param device the name of the HSM that holds the key; {@code ""} for the HSM of {@code hsm.*}
 * @param key the label of the signing key in the HSM
 * @param kid the id of the registered key; empty if grants contain {@code x5c}
 * @param x5c the content of {@code x5c}; not used if there is a {@code kid}
 * @param algorithm the signature algorithm of its grants
 * @param scopes the scopes of the client; empty if they are not configured
 */
public record ClientSettings(
        String clientId,
        OrganisationNumber organisationNumber,
        String device,
        String key,
        Optional<String> kid,
        X5c x5c,
        SignatureAlgorithm algorithm,
        SortedSet<Scope> scopes) {

    /** Returns the key, as it is chosen for a client. */
    public ClientKey clientKey() {
        return new ClientKey(key, kid);
    }

    /** Returns the key, as it is found in the HSM. */
    public DeviceKey deviceKey() {
        return new DeviceKey(device, key);
    }

    /** Returns the same client with another key of the same HSM. */
    public ClientSettings withKey(ClientKey other) {
        return withKey(other, device);
    }

    /** Returns the same client with a key of another HSM, or of the same one. */
    ClientSettings withKey(ClientKey other, String otherDevice) {
        return new ClientSettings(
                clientId, organisationNumber, otherDevice, other.label(), other.kid(), x5c, algorithm, scopes);
    }

    /** The content of the {@code x5c} header of a grant. The root certificate is never sent, because Maskinporten has it. */
    public enum X5c {
        /** The leaf and the intermediate certificates, as Digdir documents. */
        CHAIN,
        /** The leaf only, as several clients in production do. */
        LEAF
    }
}
