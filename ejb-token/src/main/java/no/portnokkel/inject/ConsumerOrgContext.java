package no.portnokkel.inject;

import java.util.Optional;
import no.portnokkel.maskinporten.OrganisationNumber;

/**
 * Provides the organisation on whose behalf a token is requested. A supplier that acts for several banks implements it as a bean,
 * usually {@code @RequestScoped}. Without such a bean, tokens are requested for the client's own organisation.
 *
 * <pre>{@code
 * @RequestScoped
 * public class CurrentBank implements ConsumerOrgContext {
 *     @Inject Session session;
 *
 *     @Override
 *     public Optional<OrganisationNumber> consumerOrg() {
 *         return Optional.of(session.bank());
 *     }
 * }
 * }</pre>
 */
public interface ConsumerOrgContext {
    /**
     * Returns the organisation that delegated to the client's organisation in Altinn; empty for the client's own organisation.
     * Called on the thread that requests the token; for a {@code WebTarget} the thread that calls {@code request()}, for a
     * REST client interface the thread that calls its method, so that a request-scoped bean can be used with asynchronous requests.
     */
    Optional<OrganisationNumber> consumerOrg();
}
