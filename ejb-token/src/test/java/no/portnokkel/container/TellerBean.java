package no.portnokkel.container;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenUnavailableException;

/** A session bean of an application, with the default transaction, that continues without a token. */
@Stateless
public class TellerBean {
    @Inject
    @Maskinporten(scope = "nav:aap")
    Supplier<AccessToken> token;

    @Resource
    SessionContext context;

    /** Returns whether the transaction can still be committed after no token was available. */
    public boolean canCommitWithoutToken() {
        try {
            return token.get().value().isEmpty();
        } catch (TokenUnavailableException none) {
            return !context.getRollbackOnly();
        }
    }
}
