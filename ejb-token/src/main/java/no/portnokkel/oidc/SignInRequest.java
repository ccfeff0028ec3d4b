package no.portnokkel.oidc;

import java.net.URI;

/**
 * A sign-in that was started and is not finished yet. To be kept where only the browser that started it can present it, for one
 * use: it ties the response to that browser.
 *
 * @param state that the response must repeat (RFC 6749, section 10.12)
 * @param nonce that the ID token must repeat (OpenID Connect Core 1.0, section 3.1.2.1)
 * @param codeVerifier proves to the provider that we started the sign-in (RFC 7636); secret
 * @param redirectAddress where the response goes
 */
public record SignInRequest(String state, String nonce, String codeVerifier, URI redirectAddress) {

    /** Never shows what proves that a response belongs to this request. */
    @Override
    public String toString() {
        return "SignInRequest[***]";
    }

    /**
     * A request with the address to send the browser to.
     *
     * @param address at the provider
     */
    public record Started(URI address, SignInRequest request) {}
}
