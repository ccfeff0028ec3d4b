package no.portnokkel.maskinporten.config;

import java.util.Optional;
import java.util.SortedSet;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;

/**
 * One client (<i>integrasjon</i>) of Samarbeidsportalen. Its members are one unit: they are not mixed with another's.
 *
 * @param clientId the {@code iss} of its grants
 * @param organisationNumber its owner
 * @param key label of the signing key in the HSM
 * @param kid id of the registered key; empty: the grant carries {@code x5c}
 * @param x5c what {@code x5c} carries; without meaning when there is a {@code kid}
 * @param algorithm of the grant's signature
 * @param scopes what the client is known to have; empty: not known
 */
public record ClientSettings(
        String clientId,
        OrganisationNumber organisationNumber,
        String key,
        Optional<String> kid,
        X5c x5c,
        SignatureAlgorithm algorithm,
        SortedSet<Scope> scopes) {}
