package no.portnokkel.ejb;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.runtime.Portnokkel;

/** Hands out the running Portnøkkel, and its tokens, as they are: no proxy and no EJB call stands before them. */
@ApplicationScoped
public class PortnokkelProducer {
    @EJB
    PortnokkelBean bean;

    /** For the control room. */
    @Produces
    public Portnokkel portnokkel() {
        return bean.running();
    }

    /** For requests built at run time. */
    @Produces
    public Tokens tokens() {
        return bean.running().tokens();
    }
}
