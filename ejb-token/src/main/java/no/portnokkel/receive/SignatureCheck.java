package no.portnokkel.receive;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.receive.ReceivedTokenException.Reason;

/**
 * Checks that the environment signed a token (RFC 7515). Of the header only {@code alg} and {@code kid} count: {@code jku}, {@code jwk},
 * {@code x5u} and {@code x5c} would let the caller choose the key. Thread-safe.
 */
final class SignatureCheck {
    private static final Set<String> ALGORITHMS = Stream.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512)
            .map(JWSAlgorithm::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** Four times a token with a consent. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** The compact form; an unsigned token has no third part. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private final PublishedKeys keys;

    SignatureCheck(PublishedKeys keys) {
        this.keys = keys;
    }

    /** Returns the claims of a token that the environment signed. Checks no claim. */
    Map<String, Object> claims(String token) throws ReceivedTokenException {
        if (token.length() > MAX_LENGTH || !COMPACT.matcher(token).matches()) {
            throw new ReceivedTokenException(Reason.TOKEN_MALFORMED);
        }
        Map<String, Object> header = header(token);
        String algorithm = JsonObjects.text(header, "alg").orElse("");
        if (!ALGORITHMS.contains(algorithm)) {
            throw new ReceivedTokenException(Reason.ALGORITHM);
        }
        Optional<String> keyId = JsonObjects.text(header, "kid");
        if (keyId.isEmpty()) {
            throw new ReceivedTokenException(Reason.UNKNOWN_KEY);
        }
        requireSignature(token, algorithm, keys.byId(keyId.get()));
        return JsonObjects.claims(token).orElseThrow(() -> new ReceivedTokenException(Reason.TOKEN_MALFORMED));
    }

    /** RFC 7515, section 4.1.11: who does not understand what is critical refuses the token. */
    private static Map<String, Object> header(String token) throws ReceivedTokenException {
        Base64URL first = new Base64URL(token.substring(0, token.indexOf('.')));
        return JsonObjects.parse(first.decodeToString())
                .filter(header -> !header.containsKey("crit"))
                .orElseThrow(() -> new ReceivedTokenException(Reason.TOKEN_MALFORMED));
    }

    private static void requireSignature(String token, String algorithm, List<JWK> ofThisId)
            throws ReceivedTokenException {
        List<JWK> candidates = ofThisId.stream()
                .filter(key -> key.getAlgorithm() == null
                        || key.getAlgorithm().getName().equals(algorithm))
                .toList();
        if (candidates.isEmpty()) {
            throw new ReceivedTokenException(Reason.ALGORITHM);
        }
        try {
            JWSObject signed = JWSObject.parse(token);
            for (JWK candidate : candidates) {
                if (signed.verify(new RSASSAVerifier(candidate.toRSAKey().toRSAPublicKey()))) {
                    return;
                }
            }
        } catch (ParseException malformed) {
            throw new ReceivedTokenException(Reason.TOKEN_MALFORMED);
        } catch (JOSEException unusable) {
            throw new ReceivedTokenException(Reason.SIGNATURE);
        }
        throw new ReceivedTokenException(Reason.SIGNATURE);
    }
}
