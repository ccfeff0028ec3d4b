package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.SignatureAlgorithm;
import no.portnokkel.hsm.cli.findings.ExitCode;
import no.portnokkel.hsm.pkcs11.ConnectListener;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code jwk}: what is registered at Samarbeidsportalen.
 *
 * @see <a href="https://docs.digdir.no/docs/idporten/oidc/oidc_api_admin">Digdir: the self-service API, keys</a>
 */
@Command(
        name = "jwk",
        mixinStandardHelpOptions = true,
        description = "Prints the public key for registration (a JWK), after the key has signed a probe that fits it."
                + " Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:no PIN was given, or the data directory cannot be used",
            "2:wrong usage or configuration, such as a kid with other characters",
            "3:PIN refused (not tried again), or the token is locked",
            "4:HSM not reachable: module, token or device",
            "5:key not there, not RSA, or its certificate belongs to another",
            "6:refused by policy: others can read the PIN file"
        })
final class JwkCommand implements Callable<Integer> {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final CliContext desk;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true, description = "The key, as 'keys' shows it.")
    private String label = "";

    @Option(
            names = "--kid",
            paramLabel = "KID",
            description = "Letters, digits, . _ -. Without it: the thumbprint of RFC 7638, which is nobody else's.")
    private @Nullable String kid;

    @Option(
            names = "--algorithm",
            paramLabel = "ALG",
            defaultValue = "RS256",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private SignatureAlgorithm algorithm = SignatureAlgorithm.RS256;

    @Option(names = "--set", description = "Prints {\"keys\": […]}, as the API wants it.")
    private boolean set;

    JwkCommand(CliContext desk) {
        this.desk = desk;
    }

    /** All verbs that print have it, and a JWK is JSON anyway. */
    @Option(names = "--json", description = "Changes nothing.")
    void json(boolean asked) {}

    @Override
    public Integer call() {
        String chosen = Optional.ofNullable(kid).orElse("");
        if (kid != null && !KID.matcher(chosen).matches()) {
            throw new ParameterException(spec.commandLine(), "--kid takes letters, digits, and . _ - only.");
        }
        HsmSettings settings = options.settings(desk);
        try (Connector connector = options.connector(settings, desk);
                Generation generation = connector.connect(ConnectListener.UNWATCHED)) {
            PublicKey proven = generation.key(label).chain().get(0).getPublicKey();
            JsonObject jwk = object((RSAPublicKey) proven, chosen); // only RSA keys pass the probe
            desk.json(
                    set
                            ? Json.createObjectBuilder()
                                    .add("keys", Json.createArrayBuilder().add(jwk))
                                    .build()
                            : jwk);
        }
        return ExitCode.DONE.number();
    }

    private JsonObject object(RSAPublicKey key, String chosen) {
        String e = number(key.getPublicExponent());
        String n = number(key.getModulus());
        JsonObjectBuilder jwk = Json.createObjectBuilder()
                .add("kty", "RSA")
                .add("use", "sig")
                .add("alg", algorithm.name())
                .add("kid", chosen.isEmpty() ? thumbprint(e, n) : chosen);
        return jwk.add("e", e).add("n", n).build();
    }

    /** RFC 7638, 3: the required members in the order of the alphabet, without spaces. */
    private static String thumbprint(String e, String n) {
        String members = "{\"e\":\"" + e + "\",\"kty\":\"RSA\",\"n\":\"" + n + "\"}";
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) { // every Java platform has it
            throw new IllegalStateException("SHA-256", impossible);
        }
    }

    /** RFC 7518, 2: big-endian, without a sign. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
