package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.forgery.SoftwareKey;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies grants with jose4j, which shares no code with the library that creates them. */
class OtherJoseLibraryTest {
    private static final String OWNER = "310167398";
    private static final String ISSUER = "https://test.maskinporten.no/";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final UUID CONSENT = UUID.fromString("77ed8698-e619-4066-9eb4-5c1eb3f165a1");
    private static final String PERSON = "25922947409";
    private static final SoftwareKey KEY = certified();
    private static final SoftwareKey OTHER = certified();

    private static SoftwareKey certified() {
        return SoftwareKey.certified(
                "seal",
                key -> TestAuthority.create().certify(key, OrganisationCertificate.seal(OWNER, "Testbanken AS")));
    }

    static Stream<Arguments> headers() {
        return SignatureAlgorithm.OF_GRANTS.stream()
                .flatMap(algorithm -> Stream.of(
                        Arguments.of(algorithm, Optional.of("bank-2026"), X5c.CHAIN),
                        Arguments.of(algorithm, Optional.empty(), X5c.CHAIN),
                        Arguments.of(algorithm, Optional.empty(), X5c.LEAF)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void jose4j_accepts_signature_header_and_claims(SignatureAlgorithm algorithm, Optional<String> kid, X5c x5c)
            throws Exception {
        String grant = sign(algorithm, kid, x5c);

        JwtContext read = consumer(KEY.keys().getPublic(), algorithm).process(grant);

        assertThatHeaderIsAsConfigured((JsonWebSignature) read.getJoseObjects().get(0), algorithm, kid, x5c);
        assertThatClaimsMatchTheRequest(read.getJwtClaims());
    }

    @ParameterizedTest
    @MethodSource("headers")
    void jose4j_rejects_the_grant_with_another_key(SignatureAlgorithm algorithm, Optional<String> kid, X5c x5c) {
        String grant = sign(algorithm, kid, x5c);

        assertThatExceptionOfType(InvalidJwtException.class)
                .isThrownBy(() -> consumer(OTHER.keys().getPublic(), algorithm).process(grant));
    }

    private static String sign(SignatureAlgorithm algorithm, Optional<String> kid, X5c x5c) {
        ClientSettings client = new ClientSettings(
                "bank-client", new OrganisationNumber(OWNER), "", "seal", kid, x5c, algorithm, new TreeSet<>());
        TokenRequest request = TokenRequest.forScope("skatteetaten:inntekt bits:kundeforhold")
                .onBehalfOf(new OrganisationNumber("974760673"))
                .forResources(List.of("https://bank.example/api"))
                .aboutPerson(new NationalIdentityNumber(PERSON))
                .with(AuthorizationDetail.Consent.ofPerson(CONSENT, new NationalIdentityNumber(PERSON)));
        return GrantSigner.of(client, KEY).sign(new Grant(ISSUER, client.clientId(), NOW, "jti-1", request));
    }

    private static JwtConsumer consumer(PublicKey key, SignatureAlgorithm algorithm) {
        return new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm.name()))
                .setExpectedAudience(true, ISSUER)
                .setExpectedIssuer(true, "bank-client")
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireJwtId()
                .setMaxFutureValidityInMinutes(2)
                .setEvaluationTime(NumericDate.fromSeconds(NOW.getEpochSecond()))
                .build();
    }

    private static void assertThatHeaderIsAsConfigured(
            JsonWebSignature jws, SignatureAlgorithm algorithm, Optional<String> kid, X5c x5c) throws Exception {
        assertThat(JsonUtil.parseJson(jws.getHeaders().getFullHeaderAsJsonString()))
                .containsOnlyKeys("alg", kid.isPresent() ? "kid" : "x5c");
        assertThat(jws.getAlgorithmHeaderValue()).isEqualTo(algorithm.name());
        assertThat(jws.getKeyIdHeaderValue()).isEqualTo(kid.orElse(null));
        if (kid.isPresent()) {
            assertThat(jws.getCertificateChainHeaderValue()).isNull();
        } else {
            assertThat(jws.getCertificateChainHeaderValue())
                    .isEqualTo(x5c == X5c.LEAF ? KEY.chain().subList(0, 1) : KEY.chain());
        }
    }

    private static void assertThatClaimsMatchTheRequest(JwtClaims claims) {
        assertThat(claims.getClaimsMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "aud",
                        ISSUER,
                        "iss",
                        "bank-client",
                        "iat",
                        NOW.getEpochSecond(),
                        "exp",
                        NOW.getEpochSecond() + 120,
                        "jti",
                        "jti-1",
                        "scope",
                        "bits:kundeforhold skatteetaten:inntekt",
                        "resource",
                        List.of("https://bank.example/api"),
                        "pid",
                        PERSON,
                        "consumer_org",
                        "974760673",
                        "authorization_details",
                        List.of(Map.of(
                                "type",
                                "urn:altinn:consent",
                                "id",
                                CONSENT.toString(),
                                "from",
                                "urn:altinn:person:identifier-no:" + PERSON))));
    }
}
