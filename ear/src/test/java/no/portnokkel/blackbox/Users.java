package no.portnokkel.blackbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The users of the tests, all with the same password. */
public final class Users {
    public static final String PASSWORD = "correct horse battery staple";

    private static final Map<String, String> ROLES = Map.of(
            "kari", "operator",
            "ola", "security-officer",
            "per", "operator",
            "vera", "viewer",
            "arne", "auditor");

    private Users() {}

    /** With a hash that costs little, so that tests which log in often are fast. */
    static Map<String, String> configuration() {
        return configuration(2_048);
    }

    /** @param iterations of the password hash */
    static Map<String, String> configuration(int iterations) {
        String hash = hash(iterations);
        Map<String, String> configuration = new TreeMap<>();
        ROLES.forEach((name, role) -> {
            configuration.put("portnokkel.admin.users." + name + ".roles", role);
            configuration.put("portnokkel.admin.users." + name + ".password-hash", hash);
        });
        return configuration;
    }

    private static String hash(int iterations) {
        byte[] salt = "a salt that is enough for a test".getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, iterations, 256))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return "PBKDF2WithHmacSHA512:" + iterations + ":" + base64.encodeToString(salt) + ":"
                    + base64.encodeToString(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
