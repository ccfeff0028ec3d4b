package no.portnokkel.maskinporten;

import java.util.function.Supplier;

/**
 * Access tokens for requests built at run time. One per application, safe for any number of threads. Never takes or
 * returns null.
 */
public interface Tokens {

    /**
     * Returns a token fit for use, and fetches one only when none is kept.
     *
     * <p><b>Shape:</b> {@link AccessToken#value()} goes after {@code Bearer }. <b>Time:</b> at return the margin
     * ({@code portnokkel.tokens.margin}: 8 % of the lifetime, at least 1 s, at most 30 s) is left. <b>Cost:</b> memory
     * when kept; else one flight shared by equal requests, at most {@code portnokkel.tokens.wait}.
     *
     * @param request compared by content
     * @throws TokenRefusedException a person must mend something; {@link TokenException#problem()} names whom and what.
     *     Do not retry
     * @throws TokenUnavailableException nothing valid is kept and the HSM or Maskinporten is out of reach. Retry later
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523, 2.1: the grant as an assertion</a>
     */
    AccessToken get(TokenRequest request);

    /**
     * Returns a supplier of what {@link #get} returns for this request, that has looked it up already: while a token is
     * kept, a call is one volatile read and one clock read. It follows a switch of environment at once.
     *
     * @param request as for {@link #get}
     */
    default Supplier<AccessToken> supplier(TokenRequest request) {
        return () -> get(request);
    }

    /**
     * Returns another token than one that an API answered 401 to: the kept one if that is another by now, else one of a
     * new grant, which concurrent calls share. The refused token stays kept until the new one is there. An API that does
     * not accept the next one either is not helped by a third: do not call this in a loop.
     *
     * @param refused a token that {@link #get} returned for this request
     * @param request as for {@link #get}
     * @throws TokenException as {@link #get}
     */
    default AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return get(request);
    }
}
