package no.portnokkel.ejb;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.runtime.PortnokkelOperations;

/** Produces the running instance and its tokens as objects whose calls pass no proxy and no EJB. */
@ApplicationScoped
class PortnokkelProducer {
    @EJB
    PortnokkelBean bean;

    /** For the control room. */
    @Produces
    public PortnokkelOperations operations() {
        return bean.operations();
    }

    /** For requests that are built at run time. */
    @Produces
    public Tokens tokens() {
        return new InjectedTokens(bean.operations().tokens());
    }
}
