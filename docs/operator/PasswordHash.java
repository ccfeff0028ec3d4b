import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Computes the value of {@code portnokkel.admin.users.NAME.password-hash}. Run {@code java PasswordHash.java} and type the
 * password, or pipe it in as one line. The format is that of Jakarta Security's {@code Pbkdf2PasswordHash}.
 */
class PasswordHash {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final int BYTES = 32;

    public static void main(String[] arguments) throws Exception {
        char[] password = read();
        if (password.length < 12) {
            System.err.println("A password has at least 12 characters.");
            System.exit(2);
        }
        System.out.println(hash(password));
        Arrays.fill(password, '\0');
    }

    private static char[] read() throws Exception {
        Console console = System.console();
        if (console != null) {
            return console.readPassword("Password: ");
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? new char[0] : line.toCharArray();
    }

    private static String hash(char[] password) throws GeneralSecurityException {
        byte[] salt = new byte[BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = SecretKeyFactory.getInstance(ALGORITHM)
                .generateSecret(new PBEKeySpec(password, salt, ITERATIONS, BYTES * 8))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return ALGORITHM + ":" + ITERATIONS + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }
}
