package no.portnokkel.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs any header and claims, also those that a JWT library would reject: both are raw JSON. */
final class Signer {

    private final KeyPair keys;

    Signer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    PrivateKey privateKey() {
        return keys.getPrivate();
    }

    RSAPublicKey rsaKey() {
        return (RSAPublicKey) keys.getPublic();
    }

    String sign(Map<String, ?> header, Map<String, ?> claims) {
        String input = part(header) + "." + part(claims);
        String wanted = String.valueOf(header.get("alg"));
        String algorithm = wanted.matches("RS(384|512)") ? wanted : "RS256";
        try {
            return input + "."
                    + new RSASSASigner(keys.getPrivate())
                            .sign(new JWSHeader(JWSAlgorithm.parse(algorithm)), input.getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException unfit) {
            throw new IllegalStateException(unfit);
        }
    }

    static Map<String, Object> x5c(List<X509Certificate> chain) {
        List<String> encoded = new ArrayList<>();
        try {
            for (X509Certificate certificate : chain) {
                encoded.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            }
        } catch (CertificateEncodingException unfit) {
            throw new IllegalStateException(unfit);
        }
        return Map.of("alg", "RS256", "x5c", encoded);
    }

    static Map<String, Object> with(Map<String, ?> object, String member, @Nullable Object value) {
        Map<String, Object> other = new LinkedHashMap<>(object);
        other.put(member, value);
        return other;
    }

    static Map<String, Object> without(Map<String, ?> object, String member) {
        Map<String, Object> other = new LinkedHashMap<>(object);
        other.remove(member);
        return other;
    }

    private static Base64URL part(Map<String, ?> json) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(json));
    }
}
