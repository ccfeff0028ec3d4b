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
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code jwk}: prints the public key for registration in Samarbeidsportalen.
 *
 * @see <a href="https://docs.digdir.no/docs/idporten/oidc/oidc_api_admin">Digdir: the self-service API, keys</a>
 */
@Command(name = "jwk", mixinStandardHelpOptions = true)
final class JwkCommand implements Callable<Integer> {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HsmOptions options = new HsmOptions();

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--kid", paramLabel = "KID")
    private @Nullable String kid;

    @Option(
            names = "--algorithm",
            paramLabel = "ALG",
            defaultValue = "RS256",
            completionCandidates = AlgorithmsOfGrants.class)
    private SignatureAlgorithm algorithm = SignatureAlgorithm.RS256;

    @Option(names = "--set")
    private boolean set;

    JwkCommand(CliContext context) {
        this.context = context;
    }

    /** Accepted, since all verbs that print have it; a JWK is JSON anyway. */
    @Option(names = "--json")
    void json(boolean asked) {}

    @Override
    public Integer call() {
        String chosen = Optional.ofNullable(kid).orElse("");
        if (kid != null && !KID.matcher(chosen).matches()) {
            throw FailureReporter.WrongUsage.ofArguments(spec.commandLine(), Text.message("command-line.wrong-kid"));
        }
        if (!SignatureAlgorithm.OF_GRANTS.contains(algorithm)) {
            throw FailureReporter.WrongUsage.ofArguments(
                    spec.commandLine(), Text.message("command-line.wrong-value", Map.of("option", "--algorithm ALG")));
        }
        HsmSettings settings = options.settings();
        try (Connector connector = options.connector(settings, context);
                Generation generation = connector.connect(ConnectionCheck.Listener.NONE)) {
            PublicKey proven = generation.key(label).chain().get(0).getPublicKey();
            JsonObject jwk = object((RSAPublicKey) proven, chosen); // only RSA keys pass the probe
            context.json(
                    set
                            ? Json.createObjectBuilder()
                                    .add("keys", Json.createArrayBuilder().add(jwk))
                                    .build()
                            : jwk);
        }
        return ExitCode.DONE.number();
    }

    /** What the help and the completion of the shell offer. */
    private static final class AlgorithmsOfGrants implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SignatureAlgorithm.OF_GRANTS.stream().map(Enum::name).iterator();
        }
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

    /** RFC 7638, 3: the required members in alphabetical order, without spaces. */
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
