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
 * What two requests must have in common to share a token. Environment, client and signing key are the same for all keys
 * of one {@link TokenCache}.
 *
 * @param request without a person
 * @param person a code for person and authorization detail, told apart from others but not read back; empty for none
 */
record RequestKey(TokenRequest request, String person) {
    private static final String HMAC = "HmacSHA256";

    /**
     * Returns the key of a request.
     *
     * @param secret of this process: eleven digits are soon tried through where there is none
     */
    static RequestKey of(TokenRequest request, SecretKeySpec secret) {
        if (!isPersonal(request)) {
            return new RequestKey(request, "");
        }
        TokenRequest anybody = new TokenRequest(
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
        return new RequestKey(anybody, code(pid + " " + details, secret));
    }

    /** Whether it concerns one person, consent or system user. */
    static boolean isPersonal(TokenRequest request) {
        return request.pid().isPresent() || !request.authorizationDetails().isEmpty();
    }

    private static String code(String text, SecretKeySpec secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(HMAC + " is part of every Java", impossible);
        }
    }

    static SecretKeySpec secret(byte[] random) {
        return new SecretKeySpec(random, HMAC);
    }
}
