package no.portnokkel.maskinporten;

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
}
