package no.portnokkel.admin.login;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import no.portnokkel.oidc.SignInRequest;

/**
 * Seals a sign-in that was started, for the browser to keep (AES-GCM, a key that lives as long as this object): starting sign-ins
 * costs no memory here, and only the browser that started one can finish it. Good for ten minutes. Thread-safe.
 */
final class SealedRequest {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String SEPARATOR = "\n";
    private static final int PARTS = 5;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    SealedRequest() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /** Returns letters, digits, hyphens and underscores. */
    String seal(SignInRequest request, Instant now) {
        String text = String.join(
                SEPARATOR,
                Long.toString(now.getEpochSecond()),
                request.state(),
                request.nonce(),
                request.codeVerifier(),
                request.redirectAddress().toString());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalStateException("Every Java has AES-GCM"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    /** Returns the request; empty when it was not sealed here, or too long ago. */
    Optional<SignInRequest> open(String text, Instant now) {
        return decoded(text)
                .flatMap(bytes -> crypt(
                        Cipher.DECRYPT_MODE,
                        Arrays.copyOf(bytes, NONCE_BYTES),
                        Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length)))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, PARTS))
                .filter(parts -> now.isBefore(
                        Instant.ofEpochSecond(Long.parseLong(parts[0])).plus(LIFETIME)))
                .map(parts -> new SignInRequest(parts[1], parts[2], parts[3], URI.create(parts[4])));
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text)).filter(bytes -> bytes.length > NONCE_BYTES);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return Optional.of(cipher.doFinal(input));
        } catch (GeneralSecurityException notSealedHere) {
            return Optional.empty();
        }
    }
}
