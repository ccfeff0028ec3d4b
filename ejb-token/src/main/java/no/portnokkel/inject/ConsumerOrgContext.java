package no.portnokkel.inject;

import java.util.Optional;
import no.portnokkel.maskinporten.OrganisationNumber;

/**
 * Says for each token on whose behalf it is asked for. A supplier that acts for several banks implements it as a bean,
 * most often {@code @RequestScoped}; without such a bean tokens are for ourselves.
 */
public interface ConsumerOrgContext {
    /** The bank that has delegated to us in Altinn; empty: ourselves. Called on the thread that asks for the token. */
    Optional<OrganisationNumber> consumerOrg();
}
