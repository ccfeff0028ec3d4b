package no.portnokkel.testkit;

import static no.portnokkel.testkit.Signer.with;
import static no.portnokkel.testkit.Signer.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSObject;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Profile;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.grant.Warning;
import no.portnokkel.testkit.refusal.ErrorFormat;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.SystemUser;
import no.portnokkel.testkit.token.TokenStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deviations that Maskinporten accepts although they are not documented, and the different formats of its responses. */
class ToleratedGrantsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final TestAuthority AUTHORITY = TestAuthority.create(CLOCK, new SecureRandom());
    private static final String PERSON = "urn:altinn:person:identifier-no:25922947409";
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(GrantClient.NUMBER, "Testbanken AS", CLOCK);

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(
            plan -> plan.authority(AUTHORITY).clock(CLOCK).client(GrantClient.CLIENT));

    private final MaskinportenTwin twin = MASKINPORTEN.twin();
    private final GrantClient bank = new GrantClient(twin, NOW);

    static Stream<Arguments> oddClaims() {
        return Stream.of(
                odd("nbf", claims -> with(claims, "nbf", NOW.getEpochSecond()), Warning.NOT_BEFORE),
                odd(
                        "resource as a text",
                        claims -> with(claims, "resource", "https://bank.no/"),
                        Warning.RESOURCE_AS_TEXT),
                odd(
                        "issued 11 s ago",
                        claims -> with(claims, "iat", NOW.getEpochSecond() - 11),
                        Warning.OLD_ISSUE_TIME),
                odd("issued 10 s ago", claims -> with(claims, "iat", NOW.getEpochSecond() - 10)),
                odd("issued 10 s ahead", claims -> with(claims, "iat", NOW.getEpochSecond() + 10)),
                odd(
                        "expired 10 s ago",
                        claims -> with(claims, "exp", NOW.getEpochSecond() - 10),
                        Warning.EXPIRED_WITHIN_TOLERANCE),
                odd("no jti", claims -> without(claims, "jti"), Warning.NO_IDENTIFIER),
                odd("several resources", claims -> with(claims, "resource", List.of("https://a.no/", "https://b.no/"))),
                odd("a synthetic person", claims -> with(claims, "pid", "25922947409")));
    }

    @ParameterizedTest
    @MethodSource("oddClaims")
    void undocumented_claims_of_clients_in_production_are_accepted_with_a_warning(
            UnaryOperator<Map<String, Object>> change, Set<Warning> warnings) {
        Map<String, Object> claims = change.apply(with(bank.claims(), "exp", NOW.getEpochSecond() + 60));

        assertThat(bank.send(claims).statusCode()).isEqualTo(200);
        assertThat(twin.lastGrant().orElseThrow().warnings()).containsExactlyInAnyOrderElementsOf(warnings);
    }

    @Test
    void all_three_algorithms_and_a_typ_are_accepted() {
        for (String algorithm : List.of("RS256", "RS384", "RS512")) {
            Map<String, Object> header = with(with(bank.header(), "alg", algorithm), "typ", "JWT");
            assertThat(bank.send(bank.signer().sign(header, bank.claims())).statusCode())
                    .isEqualTo(200);
            assertThat(twin.lastGrant().orElseThrow().warnings()).containsExactly(Warning.TYPE_HEADER);
        }
    }

    @Test
    void leaf_chain_and_chain_with_root_are_accepted_for_both_profiles_and_both_signing_usages() {
        for (OrganisationCertificate certificate :
                List.of(SEAL, SEAL.with(Usage.AUTHENTICATION), SEAL.with(Profile.SEID1))) {
            List<X509Certificate> chain =
                    new ArrayList<>(AUTHORITY.certify(bank.signer().publicKey(), certificate));
            chain.add(AUTHORITY.root());
            for (int length = 1; length <= chain.size(); length++) {
                Map<String, Object> header = Signer.x5c(chain.subList(0, length));
                assertThat(bank.send(bank.signer().sign(header, bank.claims())).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void a_key_posted_with_its_certificate_is_valid_as_long_as_the_certificate() {
        try (MaskinportenTwin other = builder().start()) {
            X509Certificate seal = bank.seal().get(0);
            other.registry()
                    .register(GrantClient.CLIENT.withKey(
                            RegisteredKey.of("with-x5c", seal, NOW.minus(Duration.ofDays(700)))));
            GrantClient customer = new GrantClient(other, NOW);
            Map<String, Object> header = Map.of("alg", "RS256", "kid", "with-x5c");

            assertThat(customer.send(bank.signer().sign(header, customer.claims()))
                            .statusCode())
                    .isEqualTo(200);
            other.registry().revoke(seal);
            assertThat(customer.send(bank.signer().sign(header, customer.claims()))
                            .body())
                    .contains("MP-120");
        }
    }

    @Test
    void a_registered_consent_and_system_user_are_in_the_token() throws ParseException {
        try (MaskinportenTwin other = builder()
                .tokenStyle(
                        TokenStyle.CAPTURED.with(TokenStyle.Metadata.CAMEL_CASE).with(TokenStyle.Audience.UNSPECIFIED))
                .start()) {
            GrantClient customer = new GrantClient(other, NOW);
            Consent consent = Consent.given(UUID.randomUUID(), PERSON, GrantClient.NUMBER, NOW)
                    .to(new Consent.Right("ske-samtykke-sbl-inntekt", Map.of("fraogmed", "2026-01")));
            other.registry().register(consent);
            other.registry()
                    .register(SystemUser.approved(new UUID(7, 7), "974761076_skatt", "974760673", "bank-client"));

            Map<String, Object> consented = claims(customer.token(with(
                    customer.claims(),
                    "authorization_details",
                    List.of(Map.of(
                            "type", "urn:altinn:consent", "id", consent.id().toString(), "from", PERSON)))));
            Map<String, Object> asSystem = claims(customer.token(with(
                    customer.claims(),
                    "authorization_details",
                    List.of(Map.of(
                            "type", "urn:altinn:systemuser",
                            "systemuser_org", Map.of("authority", "iso6523-actorid-upis", "ID", "0192:974760673"),
                            "externalRef", "974760673")))));

            assertThat(consented).containsEntry("aud", "unspecified");
            assertThat(String.valueOf(consented.get("authorization_details")))
                    .contains("metaData={fraogmed=2026-01}", "validTo=2026-12-01T12:00:00Z", "to={", "0192:310167398");
            assertThat(String.valueOf(asSystem.get("authorization_details")))
                    .contains("systemuser_id=[" + new UUID(7, 7) + "]", "system_id=974761076_skatt")
                    .doesNotContain("externalRef");
        }
    }

    @Test
    void the_lifetime_of_tokens_follows_client_and_scope() {
        try (MaskinportenTwin other = builder().start()) {
            GrantClient customer = new GrantClient(other, NOW);
            other.registry().register(GrantClient.CLIENT.withTokenLifetime(Duration.ofSeconds(500)));
            assertThat(GrantClient.json(customer.send(customer.claims()))).containsEntry("expires_in", 500L);
            other.registry().register(RegisteredScope.of("skatteetaten:inntekt").withMaxAge(Duration.ofSeconds(90)));
            assertThat(GrantClient.json(customer.send(customer.claims()))).containsEntry("expires_in", 90L);
        }
    }

    @Test
    void a_twin_of_class_production_has_other_roots_and_altinn_and_refuses_synthetic_persons() throws ParseException {
        try (MaskinportenTwin production = builder()
                .authority(TestAuthority.create(CertificateClass.PRODUCTION, CLOCK, new SecureRandom()))
                .delegation("974760673", GrantClient.NUMBER, "skatteetaten:inntekt")
                .start()) {
            GrantClient customer = new GrantClient(production, NOW);

            assertThat(customer.sendWithCertificateOf(AUTHORITY, SEAL).body()).contains("MP-120");
            assertThat(customer.send(with(customer.claims(), "pid", "25922947409"))
                            .body())
                    .contains("Invalid claim pid");
            assertThat(claims(customer.token(with(customer.claims(), "consumer_org", "974760673"))))
                    .containsEntry("delegation_source", "https://www.altinn.no/");
        }
    }

    @Test
    void refusals_can_have_the_format_of_before_2023() {
        try (MaskinportenTwin old = builder().answerEra(ErrorFormat.BEFORE_2023).start()) {
            GrantClient customer = new GrantClient(old, NOW);
            Map<String, Object> refusal = GrantClient.json(customer.send(with(customer.claims(), "iss", "nobody")));

            assertThat(refusal).doesNotContainKey("error_uri");
            assertThat(String.valueOf(refusal.get("error_description")))
                    .matches(".*Client not found\\. \\(correlation id: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\)");
        }
    }

    @Test
    void another_issuer_is_in_tokens_while_addresses_stay_on_loopback() throws ParseException {
        URI issuer = URI.create("https://test.maskinporten.no/");
        try (MaskinportenTwin other = builder().issuer(issuer).start()) {
            GrantClient customer = new GrantClient(other, NOW);

            assertThat(claims(customer.token(customer.claims()))).containsEntry("iss", issuer.toString());
            Map<String, Object> metadata = GrantClient.json(
                    customer.get(other.address().resolve(".well-known/oauth-authorization-server"), ""));
            assertThat(metadata)
                    .containsEntry("issuer", issuer.toString())
                    .containsEntry("jwks_uri", other.jwksUri().toString());
            assertThat(customer.send(with(customer.claims(), "iss", "nobody"))
                            .body()
                            .replace("\\/", "/"))
                    .contains("https://test.maskinporten.no/errors/MP-100");
        }
    }

    @Test
    void every_response_has_the_marker_header_and_keys_have_their_certificate() {
        for (String path : List.of("jwk", "token", "nowhere", "twin/grants")) {
            assertThat(bank.get(twin.address().resolve(path), "").headers().firstValue("x-portnokkel-twin"))
                    .contains("not Maskinporten");
        }
        assertThat(bank.get(twin.jwksUri(), "").body()).contains("\"x5c\":[\"MII");
    }

    private static TwinBuilder builder() {
        return MaskinportenTwin.builder().authority(AUTHORITY).clock(CLOCK).client(GrantClient.CLIENT);
    }

    private static Map<String, Object> claims(String token) throws ParseException {
        return JWSObject.parse(token).getPayload().toJSONObject();
    }

    private static Arguments odd(String name, UnaryOperator<Map<String, Object>> change, Warning... warnings) {
        return arguments(named(name, change), Set.of(warnings));
    }
}
