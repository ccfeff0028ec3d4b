package no.portnokkel.maskinporten.cache;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenRequest;

/**
 * The cache key of a request: equal requests share a token. Environment and settings of the client are the same for all keys of
 * one {@link TokenCache}.
 *
 * @param request without personal data
 * @param personHash a keyed hash of person and authorization detail, which cannot be reversed; empty if there is none
 */
record RequestKey(TokenRequest request, String personHash) {
    private static final String HMAC = "HmacSHA256";

    /**
     * Returns the key of a request.
     *
     * @param secret of this process: without it, all eleven-digit numbers could be tried
     */
    static RequestKey of(TokenRequest request, SecretKeySpec secret) {
        if (!isPersonal(request)) {
            return new RequestKey(request, "");
        }
        TokenRequest withoutPerson = new TokenRequest(
                request.scopes(),
                request.client(),
                request.consumerOrg(),
                request.resources(),
                Optional.empty(),
                List.of());
        String pid = request.pid().map(NationalIdentityNumber::digits).orElse("");
        List<TreeMap<String, Object>> details = request.authorizationDetails().stream()
                .map(detail -> new TreeMap<>(detail.members()))
                .toList();
        return new RequestKey(withoutPerson, hash(pid + " " + details, secret));
    }

    /** Returns whether the request concerns one person, consent or system user. */
    static boolean isPersonal(TokenRequest request) {
        return request.pid().isPresent() || !request.authorizationDetails().isEmpty();
    }

    private static String hash(String text, SecretKeySpec secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(HMAC + " is missing in this JVM", impossible);
        }
    }

    static SecretKeySpec secret(byte[] random) {
        return new SecretKeySpec(random, HMAC);
    }
}
