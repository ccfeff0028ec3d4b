package no.portnokkel.control.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password hash in the format of Jakarta Security's {@code Pbkdf2PasswordHash}.
 *
 * @param algorithm for example {@code PBKDF2WithHmacSHA512}
 * @param iterations of PBKDF2; decides the time of one check
 * @param salt Base64
 * @param hash Base64
 * @see <a href="https://jakarta.ee/specifications/security/3.0/apidocs/jakarta.security/jakarta/security/enterprise/identitystore/pbkdf2passwordhash">Pbkdf2PasswordHash</a>
 */
record PasswordHash(String algorithm, int iterations, String salt, String hash) {
    private static final Pattern FORM = Pattern.compile(
            "(PBKDF2WithHmacSHA(?:224|256|384|512)):([1-9][0-9]{0,8}):([A-Za-z0-9+/]{11,}={0,2}):([A-Za-z0-9+/]{22,}={0,2})");
    private static final int DECOY_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 8;

    /** Parses the configured text; empty when it is malformed. */
    static Optional<PasswordHash> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !isBase64(matcher.group(3)) || !isBase64(matcher.group(4))) {
            return Optional.empty();
        }
        return Optional.of(new PasswordHash(
                matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3), matcher.group(4)));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    /** Returns a random hash that takes as long to check as this one; no known password matches it. */
    PasswordHash decoy(RandomGenerator random) {
        return new PasswordHash(algorithm, iterations, randomBase64(random), randomBase64(random));
    }

    private static String randomBase64(RandomGenerator random) {
        byte[] bytes = new byte[DECOY_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns the configured text, for {@code Pbkdf2PasswordHash.verify}. */
    String text() {
        return algorithm + ":" + iterations + ":" + salt + ":" + hash;
    }

    /** Returns a value that changes with the password or its hash, and from which neither can be found. */
    String fingerprint() {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return algorithm + ":" + iterations + ":***";
    }
}
