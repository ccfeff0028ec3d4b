package no.portnokkel.testkit;

import static no.portnokkel.testkit.Signer.with;
import static no.portnokkel.testkit.Signer.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Profile;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongGrantsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Signer KEY = new Signer();
    private static final Signer OLD_KEY = new Signer();
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(GrantClient.NUMBER, "Testbanken AS", CLOCK);

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(plan -> plan.clock(CLOCK)
            .client(GrantClient.CLIENT)
            .client(RegisteredClient.of("foreign-client", "974760673", "skatteetaten:inntekt"))
            .client(RegisteredClient.of("key-client", GrantClient.NUMBER, "skatteetaten:inntekt")
                    .withKey(new RegisteredKey("bank-2026", KEY.rsaKey(), NOW.minus(Duration.ofDays(364))))
                    .withKey(new RegisteredKey("bank-2025", OLD_KEY.rsaKey(), NOW.minus(Duration.ofDays(366))))));

    private final GrantClient bank = new GrantClient(MASKINPORTEN.twin(), NOW);

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("unknown client", "MP-100", claims -> with(claims, "iss", "nobody")),
                wrong("no client", "MP-100", claims -> without(claims, "iss")),
                wrong("client of another organisation", "MP-122", claims -> with(claims, "iss", "foreign-client")),
                wrong("issuer without its slash", "MP-110", claims -> with(claims, "aud", slashless(claims))),
                wrong(
                        "token endpoint as audience",
                        "MP-110",
                        claims -> with(claims, "aud", claims.get("aud") + "token")),
                wrong("audience as a list", "MP-110", claims -> with(claims, "aud", List.of(text(claims, "aud")))),
                wrong("no audience", "MP-110", claims -> without(claims, "aud")),
                wrong("expired 11 s ago", "MP-130", claims -> times(claims, -120, -11)),
                wrong("issued 11 s ahead", "Issue time is in the future", claims -> times(claims, 11, 100)),
                wrong("lifetime of 121 s", "too long lifetime", claims -> times(claims, 0, 121)),
                wrong("no expiry", "Invalid assertion", claims -> without(claims, "exp")),
                wrong("times as text", "Invalid assertion", claims -> with(claims, "iat", "" + NOW.getEpochSecond())),
                wrong(
                        "times in fractions",
                        "Invalid assertion",
                        claims -> with(claims, "iat", NOW.getEpochSecond() + 0.5)),
                wrong("unknown claim", "Invalid assertion", claims -> with(claims, "sub", "somebody")),
                wrong("claim that is null", "Invalid assertion", claims -> with(claims, "resource", null)),
                wrong("jti that is not a string", "Invalid assertion", claims -> with(claims, "jti", 7)),
                wrong("person of ten digits", "Invalid assertion", claims -> with(claims, "pid", "1234567890")),
                wrong(
                        "consumer with a prefix",
                        "Invalid assertion",
                        claims -> with(claims, "consumer_org", "0192:974760673")),
                wrong("empty list of resources", "Invalid assertion", claims -> with(claims, "resource", List.of())),
                wrong(
                        "own number as consumer",
                        "combination consumer_org",
                        claims -> with(claims, "consumer_org", GrantClient.NUMBER)),
                wrong("no scope", "MP-011", claims -> without(claims, "scope")),
                wrong(
                        "scope not on the client",
                        "MP-200",
                        claims -> with(claims, "scope", "altinn:serviceowners/read")),
                wrong(
                        "two spaces between scopes",
                        "MP-200",
                        claims -> with(claims, "scope", "skatteetaten:inntekt  bits:kundeforhold")),
                wrong("scope in capitals", "MP-200", claims -> with(claims, "scope", "Skatteetaten:inntekt")),
                wrong("no delegation", "MP-251", claims -> with(claims, "consumer_org", "974760673")),
                wrong("two details", "Invalid assertion", claims -> details(claims, consent(), consent())),
                wrong(
                        "details of unknown type",
                        "MP-301",
                        claims -> details(claims, Map.of("type", "urn:altinn:concent"))),
                wrong(
                        "details with an unknown field",
                        "MP-302",
                        claims -> details(claims, with(consent(), "to", "me"))),
                wrong("consent without a person", "MP-303", claims -> details(claims, without(consent(), "from"))),
                wrong(
                        "system user of no organisation",
                        "MP-303",
                        claims -> details(claims, Map.of("type", "urn:altinn:systemuser"))));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void a_grant_is_refused_for_its_claims(String expected, Function<Map<String, Object>, Map<String, Object>> change) {
        assertRefused(bank.send(change.apply(bank.claims())), expected);
        assertThat(MASKINPORTEN.twin().grantsAccepted()).isZero();
    }

    static Stream<Arguments> wrongHeaders() {
        return Stream.of(
                wrong("another algorithm", "Invalid JWT header", header -> with(header, "alg", "PS256")),
                wrong("unknown parameter", "Invalid JWT header", header -> with(header, "x5t", "abc")),
                wrong("neither key nor certificate", "Invalid JWT header", header -> without(header, "x5c")),
                wrong("key and certificate", "Invalid JWT header", header -> with(header, "kid", "bank-2026")),
                wrong("certificate as text", "MP-123", header -> with(header, "x5c", "MII")),
                wrong("invalid certificate", "MP-123", header -> with(header, "x5c", List.of("MIIB"))),
                wrong("empty chain", "MP-123", header -> with(header, "x5c", List.of())),
                wrong(
                        "kid of a client without keys",
                        "Unknown key identifier",
                        header -> Map.of("alg", "RS256", "kid", "bank-2026")));
    }

    @ParameterizedTest
    @MethodSource("wrongHeaders")
    void a_grant_is_refused_for_its_header(String expected, Function<Map<String, Object>, Map<String, Object>> change) {
        assertRefused(bank.send(bank.signer().sign(change.apply(bank.header()), bank.claims())), expected);
    }

    @Test
    void a_grant_is_refused_for_its_certificate() {
        TestAuthority authority = MASKINPORTEN.twin().authority();
        Instant lastYear = NOW.minus(Duration.ofDays(360));

        assertRefused(signedWith(TestAuthority.create(CLOCK, new SecureRandom()), SEAL), "MP-120");
        assertRefused(signedWith(authority, SEAL.valid(lastYear, NOW.minus(Duration.ofDays(1)))), "MP-120");
        assertRefused(
                signedWith(authority, SEAL.valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)))),
                "MP-120");
        assertRefused(signedWith(authority, SEAL.with(Usage.ENCRYPTION)), "MP-120");
        assertRefused(signedWith(authority, OrganisationCertificate.seal("974760673", "En annen", CLOCK)), "MP-122");
    }

    @Test
    void both_profiles_both_signing_usages_and_the_leaf_alone_are_accepted() {
        TestAuthority authority = MASKINPORTEN.twin().authority();

        assertThat(signedWith(authority, SEAL.with(Profile.SEID1)).statusCode()).isEqualTo(200);
        assertThat(signedWith(authority, SEAL.with(Usage.AUTHENTICATION)).statusCode())
                .isEqualTo(200);
        Map<String, Object> leafOnly = with(Signer.x5c(bank.seal().subList(0, 1)), "typ", "JWT");
        assertThat(bank.send(bank.signer().sign(leafOnly, bank.claims())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_signature_by_a_key_other_than_the_certificates_is_refused() {
        assertRefused(bank.send(KEY.sign(bank.header(), bank.claims())), "MP-124");
    }

    @Test
    void a_client_with_registered_keys_must_use_one_that_has_not_expired() {
        Map<String, Object> claims = with(bank.claims(), "iss", "key-client");
        Map<String, Object> young = Map.of("alg", "RS384", "kid", "bank-2026");

        assertRefused(bank.send(claims), "no key identifier (kid) provided");
        assertRefused(bank.send(KEY.sign(with(young, "kid", "bank-2027"), claims)), "Unknown key identifier");
        assertRefused(bank.send(OLD_KEY.sign(with(young, "kid", "bank-2025"), claims)), "MP-121");
        assertRefused(bank.send(OLD_KEY.sign(young, claims)), "MP-124");
        assertThat(bank.send(KEY.sign(young, claims)).statusCode()).isEqualTo(200);
    }

    @Test
    void an_assertion_that_is_not_a_jwt_is_an_invalid_parameter() {
        assertRefused(bank.send("neither.one"), "MP-011");
        assertRefused(bank.send(bank.signer().sign(bank.header(), bank.claims()) + "\n"), "MP-011");
    }

    @Test
    void an_invalid_form_is_refused() {
        String assertion = bank.signer().sign(bank.header(), bank.claims());

        assertRefused(bank.post("grant_type=client_credentials&assertion=" + assertion), "unsupported_grant_type");
        assertRefused(bank.post("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer"), "Exactly one assertion");
        assertThat(bank.get(MASKINPORTEN.twin().tokenEndpoint(), "").statusCode())
                .isEqualTo(405);
    }

    @Test
    void a_scope_without_access_is_refused() {
        MASKINPORTEN.twin().registry().denyAccess(GrantClient.NUMBER, "bits:kundeforhold");

        HttpResponse<String> answer = bank.send(with(bank.claims(), "scope", "skatteetaten:inntekt bits:kundeforhold"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertRefused(answer, "MP-250");
        assertThat(GrantClient.json(answer)).containsEntry("error", "forbidden");
    }

    @Test
    void a_refusal_has_maskinportens_format() {
        Map<String, Object> refusal = GrantClient.json(bank.send(with(bank.claims(), "iss", "nobody")));

        assertThat(refusal.get("error")).isEqualTo("invalid_grant");
        assertThat(String.valueOf(refusal.get("error_description")))
                .matches("Invalid assertion\\. Client authentication failed\\. .+ \\(trace_id: [0-9a-f]{32}\\)");
        assertThat(refusal.get("error_uri")).isEqualTo(MASKINPORTEN.twin().issuer() + "errors/MP-100");
    }

    private HttpResponse<String> signedWith(TestAuthority authority, OrganisationCertificate what) {
        Map<String, Object> header = Signer.x5c(authority.certify(bank.signer().publicKey(), what));
        return bank.send(bank.signer().sign(header, bank.claims()));
    }

    private static void assertRefused(HttpResponse<String> answer, String expected) {
        assertThat(answer.statusCode()).isBetween(400, 403);
        assertThat(answer.body().replace("\\/", "/"))
                .contains(expected.startsWith("MP-") ? "/errors/" + expected : expected);
    }

    private static Arguments wrong(
            String name, String expected, Function<Map<String, Object>, Map<String, Object>> change) {
        return arguments(named(name + ": " + expected, expected), change);
    }

    private static String text(Map<String, Object> claims, String claim) {
        return String.valueOf(claims.get(claim));
    }

    private static String slashless(Map<String, Object> claims) {
        return text(claims, "aud").replaceFirst("/$", "");
    }

    private static Map<String, Object> times(Map<String, Object> claims, long issued, long expires) {
        long now = NOW.getEpochSecond();
        return with(with(claims, "iat", now + issued), "exp", now + expires);
    }

    private static Map<String, Object> consent() {
        return Map.of(
                "type", "urn:altinn:consent",
                "id", "77ed8698-e619-4066-9eb4-5c1eb3f165a1",
                "from", "urn:altinn:person:identifier-no:25922947409");
    }

    private static Map<String, Object> details(Map<String, Object> claims, Object... details) {
        return with(claims, "authorization_details", List.of(details));
    }
}
