package no.portnokkel.testkit;

import static no.portnokkel.testkit.Signer.with;
import static no.portnokkel.testkit.Signer.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.OrganisationCertificate.Usage;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.IntegrationType;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.RegisteredScope.Trait;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.SystemUser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Digdir's table of errors: a grant provokes each row. */
class RefusalTableTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String OTHER_BANK = "974760673";
    private static final String PERSON = "urn:altinn:person:identifier-no:25922947409";
    private static final String AUTHENTICATION = "Invalid assertion. Client authentication failed. ";
    private static final Signer KEY = new Signer();
    private static final TestAuthority PRODUCTION =
            TestAuthority.create(CertificateClass.PRODUCTION, CLOCK, new SecureRandom());
    private static final OrganisationCertificate SEAL =
            OrganisationCertificate.seal(GrantClient.NUMBER, "Testbanken AS", CLOCK);

    private static final Consent GIVEN =
            Consent.given(UUID.fromString("77ed8698-e619-4066-9eb4-5c1eb3f165a1"), PERSON, GrantClient.NUMBER, NOW);
    private static final Consent REVOKED = other(1, GIVEN).with(Consent.Status.REVOKED);
    private static final Consent OF_OTHER_BANK = Consent.given(new UUID(0, 2), PERSON, OTHER_BANK, NOW);
    private static final Consent EXPIRED = other(3, GIVEN).validUntil(NOW);
    private static final Consent UNANSWERED = other(4, GIVEN).with(Consent.Status.NOT_ACCEPTED);
    private static final Consent WRONG_IN_TWO_WAYS = other(5, EXPIRED).with(Consent.Status.REVOKED);

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN =
            new MaskinportenTwinExtension(plan -> plan.clock(CLOCK).registry(RefusalTableTest::describe));

    private final GrantClient bank = new GrantClient(MASKINPORTEN.twin(), NOW);

    private static void describe(Registry registry) {
        registry.register(GrantClient.CLIENT.withScopes("open:scope", "closed:scope", "login:scope", "own:scope"));
        registry.register(RegisteredClient.of("foreign-client", OTHER_BANK, "skatteetaten:inntekt"));
        registry.register(RegisteredClient.of("login-client", GrantClient.NUMBER, "skatteetaten:inntekt")
                .with(IntegrationType.IDPORTEN));
        registry.register(RegisteredClient.of("key-client", GrantClient.NUMBER, "skatteetaten:inntekt")
                .withKey(new RegisteredKey("young", KEY.rsaKey(), NOW.minus(DAY)))
                .withKey(new RegisteredKey("a-year-old", KEY.rsaKey(), NOW.minus(Duration.ofDays(366))))
                .withKey(new RegisteredKey("on-its-way", KEY.rsaKey(), NOW.minusSeconds(119))));
        registry.delayKeys(Duration.ofMinutes(2));
        registry.register(RegisteredScope.of("closed:scope", Trait.NEEDS_ACCESS));
        registry.grantAccess(OTHER_BANK, "closed:scope");
        registry.register(RegisteredScope.of("login:scope", Trait.USER_LOGIN_ONLY));
        registry.register(RegisteredScope.of("own:scope", Trait.NOT_DELEGABLE));
        Stream.of(GIVEN, REVOKED, OF_OTHER_BANK, EXPIRED, UNANSWERED, WRONG_IN_TWO_WAYS)
                .forEach(registry::register);
        registry.register(SystemUser.approved(new UUID(0, 1), "974761076_system", "310167398", "bank-client")
                .withExternalRef("contract-7"));
        registry.register(SystemUser.approved(new UUID(0, 2), "974761076_system", "123456785", "bank-client")
                .with(SystemUser.Status.REQUESTED));
    }

    static Stream<Row> table() {
        return Stream.of(assertions(), times(), certificates(), keys(), scopes(), details(), systemUsers(), consents())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> assertions() {
        return Stream.of(
                row("MP-011", "invalid_request", "Invalid assertion. Invalid parameter value", "a stray line break")
                        .by(bank -> bank.send(bank.signer().sign(bank.header(), bank.claims()) + "\n")),
                row("MP-012", "invalid_grant", "Grant is used before", "the same grant sent twice")
                        .by(bank -> {
                            String grant = bank.signer().sign(bank.header(), bank.claims());
                            bank.send(grant);
                            return bank.send(grant);
                        }),
                row("MP-012", "invalid_grant", "Grant is used before", "a jti used in another grant")
                        .by(bank -> {
                            Map<String, Object> claims = bank.claims();
                            bank.send(claims);
                            return bank.send(with(claims, "exp", NOW.getEpochSecond() + 60));
                        }),
                row("MP-100", "invalid_grant", AUTHENTICATION + "Client not found.", "an unknown client")
                        .byClaims(claims -> with(claims, "iss", "nobody")),
                row("MP-110", "invalid_grant", AUTHENTICATION + "Invalid JWT claim aud.", "another environment")
                        .byClaims(claims -> with(claims, "aud", "https://test.maskinporten.no/")),
                row("MP-123", "invalid_grant", AUTHENTICATION + "Invalid JWT header x5c.", "x5c as one text")
                        .byHeader(header -> with(header, "x5c", "MIIB")),
                row("MP-123", "invalid_grant", AUTHENTICATION + "Invalid JWT header x5c.", "x5c in PEM armour")
                        .byHeader(header -> with(
                                header,
                                "x5c",
                                List.of(Pem.of(authority()
                                        .certify(KEY.publicKey(), SEAL)
                                        .subList(0, 1))))),
                row("MP-123", "invalid_grant", AUTHENTICATION + "Invalid JWT header x5c.", "x5c for addresses")
                        .byHeader(header -> with(
                                header,
                                "x5c",
                                List.of(String.valueOf(header.get("x5c"))
                                        .replaceAll("[\\[\\] ]|,.*", "")
                                        .replace('+', '-')
                                        .replace('/', '_')))),
                row("MP-124", "invalid_grant", AUTHENTICATION + "Invalid JWT signature.", "the key of somebody else")
                        .by(bank -> bank.send(KEY.sign(bank.header(), bank.claims()))),
                row(null, "invalid_grant", "Invalid assertion. Unknown claims [sub]", "a claim of one's own")
                        .byClaims(claims -> with(claims, "sub", "me")),
                row(null, "invalid_grant", "Invalid assertion. Invalid claim pid", "a person without check digits")
                        .byClaims(claims -> with(claims, "pid", "25922947400")));
    }

    private static Stream<Row> times() {
        return Stream.of(
                row("MP-130", "invalid_grant", AUTHENTICATION + "JWT is expired.", "sent 11 s after its expiry")
                        .byClaims(claims -> times(claims, -60, -11)),
                row(null, "invalid_grant", AUTHENTICATION + "Issue time is in the future.", "a clock 11 s fast")
                        .byClaims(claims -> times(claims, 11, 100)),
                row(null, "invalid_grant", AUTHENTICATION + "JWT has too long lifetime.", "a life of 121 s")
                        .byClaims(claims -> times(claims, 0, 121)),
                row(null, "invalid_grant", AUTHENTICATION + "JWT has too long lifetime.", "issued when time began")
                        .byClaims(claims -> with(claims, "iat", Long.MIN_VALUE)));
    }

    private static Stream<Row> certificates() {
        return Stream.of(
                certificate("of class production").by(bank -> bank.sendWithCertificateOf(PRODUCTION, SEAL)),
                certificate("expired")
                        .by(bank -> bank.sendWithCertificateOf(
                                authority(), SEAL.valid(NOW.minus(DAY.multipliedBy(9)), NOW.minus(DAY)))),
                certificate("not yet valid")
                        .by(bank -> bank.sendWithCertificateOf(
                                authority(), SEAL.valid(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(9))))),
                certificate("for encryption only")
                        .by(bank -> bank.sendWithCertificateOf(authority(), SEAL.with(Usage.ENCRYPTION))),
                certificate("revoked").by(bank -> {
                    List<X509Certificate> chain =
                            authority().certify(bank.signer().publicKey(), SEAL);
                    MASKINPORTEN.twin().registry().revoke(chain.get(0));
                    return bank.send(bank.signer().sign(Signer.x5c(chain), bank.claims()));
                }),
                row("MP-124", "invalid_grant", AUTHENTICATION + "Invalid JWT signature.", "a certificate for an EC key")
                        .by(bank -> bank.send(
                                bank.signer().sign(Signer.x5c(authority().certify(curve(), SEAL)), bank.claims()))),
                row(
                                "MP-122",
                                "invalid_grant",
                                AUTHENTICATION + "Invalid JWT. Invalid organization number for client."
                                        + " Does not match certificate orgno.",
                                "a client of another organisation")
                        .byClaims(claims -> with(claims, "iss", "foreign-client")));
    }

    private static Stream<Row> keys() {
        String unknown = AUTHENTICATION + "Unknown key identifier (kid) for client.";
        return Stream.of(
                row("MP-121", "invalid_grant", AUTHENTICATION + "Expired key.", "a key registered over a year ago")
                        .by(bank -> byKey(bank, "a-year-old")),
                row(null, "invalid_grant", unknown, "a kid that is not the client's")
                        .by(bank -> byKey(bank, "stranger")),
                row(null, "invalid_grant", unknown, "a key posted 119 s ago that needs 120")
                        .by(bank -> byKey(bank, "on-its-way")),
                row(
                                null,
                                "invalid_grant",
                                AUTHENTICATION + "Invalid JWT. The client requires pre-registered jwk and no key"
                                        + " identifier (kid) provided",
                                "x5c although the client has keys")
                        .byClaims(claims -> with(claims, "iss", "key-client")));
    }

    private static Stream<Row> scopes() {
        String impossible =
                "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on"
                        + " client is invalid";
        String access = "Consumer has not been granted access to the scope closed:scope.";
        return Stream.of(
                row(
                                "MP-200",
                                "invalid_scope",
                                "Token request contains invalid scopes for client, nav:aap",
                                "not on the client")
                        .byClaims(claims -> with(claims, "scope", "skatteetaten:inntekt nav:aap")),
                row(
                                "MP-201",
                                "invalid_scope",
                                "Token request contains scopes not allowed for maskinporten",
                                "a login client")
                        .byClaims(claims -> with(claims, "iss", "login-client")),
                row(
                                "MP-201",
                                "invalid_scope",
                                "Token request contains scopes not allowed for maskinporten",
                                "a login scope")
                        .byClaims(claims -> with(claims, "scope", "login:scope")),
                row(403, "MP-250", "forbidden", access, "no access, or a supplier who forgot consumer_org")
                        .byClaims(claims -> with(claims, "scope", "closed:scope")),
                row(
                                403,
                                "MP-251",
                                "forbidden",
                                "Consumer 974760673 has not delegated access to the scope closed:scope to supplier"
                                        + " 310167398.",
                                "access but no delegation")
                        .byClaims(claims -> with(with(claims, "scope", "closed:scope"), "consumer_org", OTHER_BANK)),
                row(null, "invalid_request", impossible, "one's own number as consumer")
                        .byClaims(claims -> with(claims, "consumer_org", GrantClient.NUMBER)),
                row(null, "invalid_request", impossible, "a scope that cannot be delegated")
                        .byClaims(claims -> with(with(claims, "scope", "own:scope"), "consumer_org", OTHER_BANK)));
    }

    private static Stream<Row> details() {
        String invalid = "invalid_authorization_details";
        return Stream.of(
                row("MP-301", invalid, "Unknown authorization details type", "a type of a draft")
                        .byDetail(Map.of("type", "urn:altinn:concent")),
                row("MP-302", invalid, "Unknown fields in the authorization details", "a field too many")
                        .byDetail(with(detail(GIVEN), "to", GrantClient.NUMBER)),
                row("MP-303", invalid, "Invalid authorization details values: from", "no person")
                        .byDetail(without(detail(GIVEN), "from")),
                row("MP-303", invalid, "Invalid authorization details values: id", "an id that is no UUID")
                        .byDetail(with(detail(GIVEN), "id", "7")));
    }

    private static Stream<Row> systemUsers() {
        return Stream.of(
                systemUser("externalRef").byDetail(systemUserOf("310167398")),
                systemUser("systemuser_org 974760673 has no such system user").byDetail(systemUserOf(OTHER_BANK)),
                systemUser("the system user is not approved").byDetail(systemUserOf("123456785")),
                systemUser("no system has the client key-client")
                        .by(bank -> bank.send(KEY.sign(
                                Map.of("alg", "RS512", "kid", "young"),
                                with(
                                        with(bank.claims(), "iss", "key-client"),
                                        "authorization_details",
                                        List.of(systemUserOf("310167398")))))),
                systemUser("systemuser_org").byDetail(Map.of("type", "urn:altinn:systemuser")));
    }

    private static Stream<Row> consents() {
        return Stream.of(
                consent("AM-1: The consent was not found").byDetail(detail(other(99, GIVEN))),
                consent("AM-11: The consent is revoked").byDetail(detail(REVOKED)),
                consent("AM-12: The consent is between other parties").byDetail(detail(OF_OTHER_BANK)),
                consent("AM-13: The consent is expired").byDetail(detail(EXPIRED)),
                consent("AM-14: The consent is not accepted").byDetail(detail(UNANSWERED)),
                row(500, null, "server_error", "Unexpected error", "a consent that is expired and revoked")
                        .byDetail(detail(WRONG_IN_TWO_WAYS)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void an_invalid_grant_is_refused_with_maskinportens_code_and_text(Row row) {
        HttpResponse<String> answer = row.provoke().apply(bank);

        assertThat(answer.statusCode()).isEqualTo(row.status());
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("application/json");
        Map<String, Object> body = GrantClient.json(answer);
        assertThat(body).containsEntry("error", row.error());
        assertThat(String.valueOf(body.get("error_description")).replaceFirst(" \\(trace_id: [0-9a-f]{32}\\)$", ""))
                .isEqualTo(row.text());
        assertThat(body.get("error_uri"))
                .isEqualTo(row.mp() == null ? null : MASKINPORTEN.twin().issuer() + "errors/" + row.mp());
        assertThat(MASKINPORTEN.twin().lastGrant().orElseThrow().refusal()).contains(row.text());
    }

    @Test
    void every_documented_code_is_provoked() {
        List<String> provoked = table().flatMap(row -> Stream.ofNullable(row.mp()))
                .distinct()
                .sorted()
                .toList();

        assertThat(String.join(" ", provoked))
                .isEqualTo("MP-011 MP-012 MP-100 MP-110 MP-120 MP-121 MP-122 MP-123 MP-124 MP-130 MP-200 MP-201 MP-250"
                        + " MP-251 MP-301 MP-302 MP-303");
    }

    private static RowBuilder certificate(String which) {
        return row(
                "MP-120",
                "invalid_grant",
                AUTHENTICATION + "The JWT is signed with an invalid certificate.",
                "a certificate " + which);
    }

    private static RowBuilder systemUser(String why) {
        return row(
                "MP-303",
                "invalid_altinn_customer_configuration",
                "Invalid authorization details values: " + why,
                "a system user");
    }

    private static RowBuilder consent(String why) {
        return row(null, "invalid_authorization_details", "Consent lookup failed. " + why, "a consent");
    }

    private static RowBuilder row(@Nullable String mp, String error, String text, String description) {
        return row(400, mp, error, text, description);
    }

    private static RowBuilder row(int status, @Nullable String mp, String error, String text, String description) {
        return new RowBuilder(status, mp, error, text, description);
    }

    private static TestAuthority authority() {
        return MASKINPORTEN.twin().authority();
    }

    private static HttpResponse<String> byKey(GrantClient bank, String kid) {
        return bank.send(KEY.sign(Map.of("alg", "RS256", "kid", kid), with(bank.claims(), "iss", "key-client")));
    }

    private static Map<String, Object> times(Map<String, Object> claims, long issued, long expires) {
        return with(with(claims, "iat", NOW.getEpochSecond() + issued), "exp", NOW.getEpochSecond() + expires);
    }

    private static Map<String, Object> detail(Consent consent) {
        return Map.of("type", "urn:altinn:consent", "id", consent.id().toString(), "from", consent.from());
    }

    private static Map<String, Object> systemUserOf(String organisation) {
        return Map.of(
                "type",
                "urn:altinn:systemuser",
                "systemuser_org",
                Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + organisation));
    }

    private static Consent other(long id, Consent like) {
        return new Consent(
                new UUID(0, id),
                like.from(),
                like.to(),
                like.consented(),
                like.validTo(),
                like.status(),
                like.rights());
    }

    private static PublicKey curve() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A row without its grant. */
    private record RowBuilder(int status, @Nullable String mp, String error, String text, String description) {

        Row by(Function<GrantClient, HttpResponse<String>> provoke) {
            return new Row(status, mp, error, text, description, provoke);
        }

        Row byClaims(Function<Map<String, Object>, Map<String, Object>> change) {
            return by(bank -> bank.send(change.apply(bank.claims())));
        }

        Row byHeader(Function<Map<String, Object>, Map<String, Object>> change) {
            return by(bank -> bank.send(bank.signer().sign(change.apply(bank.header()), bank.claims())));
        }

        Row byDetail(Map<String, Object> detail) {
            return byClaims(claims -> with(claims, "authorization_details", List.of(detail)));
        }
    }

    private record Row(
            int status,
            @Nullable String mp,
            String error,
            String text,
            String description,
            Function<GrantClient, HttpResponse<String>> provoke) {
        @Override
        public String toString() {
            return (mp == null ? "no code" : mp) + ", " + description + ": " + text;
        }
    }
}
