package no.portnokkel.testkit.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.util.Base64URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What an authorization code stands for.
 *
 * @param challenge of PKCE, method {@code S256} (RFC 7636, section 4.2)
 */
record AuthorizationCode(OpenIdAccount account, String redirectUri, String nonce, String challenge) {

    /** Returns whether a token request has the redirect address and the verifier that belong to this code. */
    boolean fits(Parameters form) {
        return form.is("grant_type", "authorization_code")
                && form.is("redirect_uri", redirectUri)
                && challengeOf(form.value("code_verifier")).equals(challenge);
    }

    private static String challengeOf(String verifier) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64URL.encode(sha256.digest(verifier.getBytes(US_ASCII))).toString();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every JDK has SHA-256.", missing);
        }
    }
}
