package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.http.LoopbackServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the bytes of a sent grant without our code or the twin's: a plain listener receives and refuses it. */
@ResourceLock("softhsm2")
class GrantOnTheWireTest {
    private static final String GRANT_TYPE = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    private static final Pattern ASSERTION =
            Pattern.compile("assertion=([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    private final Queue<String> forms = new ConcurrentLinkedQueue<>();
    private LoopbackServer listener;
    private SoftHsmToken hsm;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        hsm = Bank.hsm(directory, "on-the-wire");
        listener = LoopbackServer.bind(0);
        listener.serve(
                request -> {
                    if (request.path().equals("/token")) {
                        forms.add(request.body());
                    }
                    return HttpResponse.json(400, Map.of("error", "invalid_grant"));
                },
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @ParameterizedTest
    @CsvSource({"RS256, sha256", "RS384, sha384", "RS512, sha512"})
    void openssl_verifies_the_sent_grant_and_rejects_changes(String algorithm, String digest) throws Exception {
        MatchResult grant = sentGrant(algorithm);
        String header = grant.group(1);
        String claims = grant.group(2);
        byte[] signature = Base64.getUrlDecoder().decode(grant.group(3));
        X509Certificate leaf = hsm.certificates("seal").get(0);

        assertThatHeaderNames(leaf, algorithm, json(header));
        assertThatClaimsMatchTheRequest(json(claims));
        OpenSsl openssl = new OpenSsl(directory);
        assertThat(openssl.verifies(leaf, digest, header + "." + claims, signature))
                .isTrue();

        String changed = base64Url(text(claims).replace("skatteetaten:inntekt", "skatteetaten:formue"));
        assertThat(changed).isNotEqualTo(claims);
        assertThat(openssl.verifies(leaf, digest, header + "." + changed, signature))
                .isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(openssl.verifies(leaf, digest, header + "." + claims, signature))
                .isFalse();
    }

    private MatchResult sentGrant(String algorithm) {
        BankConfig bank = new BankConfig(hsm, directory.resolve("data"))
                .in("wire", issuer())
                .with("environments.wire.algorithm", algorithm);
        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> portnokkel.tokens().get(TokenRequest.forScope("skatteetaten:inntekt")));
        }
        assertThat(forms).hasSize(1);
        String[] fields = forms.remove().split("&", -1);
        assertThat(fields).hasSize(2).contains(GRANT_TYPE);
        return Stream.of(fields)
                .map(ASSERTION::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow();
    }

    private static void assertThatHeaderNames(X509Certificate leaf, String algorithm, Map<String, Object> header)
            throws CertificateEncodingException {
        assertThat(header).containsOnlyKeys("alg", "x5c").containsEntry("alg", algorithm);
        assertThat((List<?>) header.get("x5c"))
                .hasSize(2)
                .first()
                .isEqualTo(Base64.getEncoder().encodeToString(leaf.getEncoded()));
    }

    private void assertThatClaimsMatchTheRequest(Map<String, Object> claims) {
        assertThat(claims)
                .containsOnlyKeys("aud", "iss", "iat", "exp", "jti", "scope")
                .containsEntry("aud", issuer().toString())
                .containsEntry("iss", Bank.CLIENT)
                .containsEntry("scope", "skatteetaten:inntekt");
        assertThat(claims.get("iat")).isInstanceOfSatisfying(Long.class, iat -> {
            assertThat(iat).isCloseTo(Instant.now().getEpochSecond(), within(60L));
            assertThat(claims).containsEntry("exp", iat + 120);
        });
        assertThat(claims.get("jti")).asString().isNotBlank();
    }

    private URI issuer() {
        return URI.create("http://127.0.0.1:" + listener.port() + "/");
    }

    private static Map<String, Object> json(String part) throws ParseException {
        return JSONObjectUtils.parse(text(part));
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
