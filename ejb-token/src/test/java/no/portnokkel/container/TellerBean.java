package no.portnokkel.container;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenUnavailableException;

/** A bank's own session bean, in a transaction as EJBs are by default, that goes on without a token. */
@Stateless
public class TellerBean {
    @Inject
    @Maskinporten(scope = "nav:aap")
    Supplier<AccessToken> token;

    @Resource
    SessionContext context;

    /** Returns whether its transaction may still be committed after a token could not be had. */
    public boolean canCommitWithoutToken() {
        try {
            return token.get().value().isEmpty();
        } catch (TokenUnavailableException none) {
            return !context.getRollbackOnly();
        }
    }
}
