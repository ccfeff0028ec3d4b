package no.portnokkel.maskinporten.forgery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.TwinBuilder;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.RegisteredScope.Trait;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.SystemUser;

/** A bank, its customer, an unrelated organisation, and their registrations at a twin. The clock is fixed. */
public final class GrantFixture {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    public static final String BANK = "310167398";
    public static final String CUSTOMER = "974760673";
    /** Has not delegated anything; its system user is not approved. */
    static final String UNRELATED = "991825827";

    static final String PERSON = "urn:altinn:person:identifier-no:25922947409";
    static final String OTHER_PERSON = "urn:altinn:person:identifier-no:12857910093";

    public static final String WITH_CERTIFICATE = "certificate-client";
    public static final String WITH_KEY = "key-client";
    static final String FOREIGN = "foreign-client";
    public static final String KID = "bank-2026";
    static final String OLD_KID = "bank-2025";

    public static final List<String> SCOPES =
            List.of("skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag", "bits:kundeforhold", "nav:aap/v1.x");

    static final String NEEDS_ACCESS = "ext:needs-access";
    static final String LOGIN_ONLY = "ext:login-only";
    static final String NOT_DELEGABLE = "ext:not-delegable";
    static final String REFERENCE = "ref-7";

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TestAuthority AUTHORITY = TestAuthority.create(CLOCK, RANDOM);
    static final OrganisationCertificate SEAL = OrganisationCertificate.seal(BANK, "Testbanken AS", CLOCK);

    public static final SoftwareKey KEY = SoftwareKey.certified("seal", certificate(SEAL));
    static final SoftwareKey OLD_KEY = SoftwareKey.certified("old", certificate(SEAL));
    static final SoftwareKey REVOKED = SoftwareKey.certified("revoked", certificate(SEAL));
    static final TestAuthority OTHER_AUTHORITY = TestAuthority.create(CLOCK, RANDOM);
    static final TestAuthority PRODUCTION = TestAuthority.create(CertificateClass.PRODUCTION, CLOCK, RANDOM);

    private GrantFixture() {}

    /** Returns a twin with these registrations, not yet started. */
    public static TwinBuilder maskinporten() {
        return MaskinportenTwin.builder().clock(CLOCK).authority(AUTHORITY).registry(GrantFixture::register);
    }

    private static void register(Registry registry) {
        String[] all = {
            SCOPES.get(0), SCOPES.get(1), SCOPES.get(2), SCOPES.get(3), NEEDS_ACCESS, LOGIN_ONLY, NOT_DELEGABLE
        };
        Instant lastYear = NOW.minus(Duration.ofDays(366));
        registry.register(RegisteredClient.of(WITH_CERTIFICATE, BANK, all));
        registry.register(RegisteredClient.of(FOREIGN, CUSTOMER, all));
        registry.register(RegisteredClient.of(WITH_KEY, BANK, all)
                .withKey(new RegisteredKey(KID, rsa(KEY), NOW.minus(Duration.ofDays(364))))
                .withKey(new RegisteredKey(OLD_KID, rsa(OLD_KEY), lastYear)));
        registry.register(RegisteredScope.of(NEEDS_ACCESS, Trait.NEEDS_ACCESS));
        registry.register(RegisteredScope.of(LOGIN_ONLY, Trait.USER_LOGIN_ONLY));
        registry.register(RegisteredScope.of(NOT_DELEGABLE, Trait.NOT_DELEGABLE));
        for (String scope : all) {
            registry.delegate(CUSTOMER, BANK, scope);
        }
        registry.revoke(REVOKED.chain().get(0));
        List.of(BANK, CUSTOMER).forEach(consumer -> registerConsents(registry, consumer));
        SystemUser user =
                SystemUser.approved(UUID.randomUUID(), BANK + "_system", CUSTOMER, WITH_CERTIFICATE, WITH_KEY);
        registry.register(user);
        registry.register(SystemUser.approved(UUID.randomUUID(), BANK + "_system", CUSTOMER, WITH_CERTIFICATE, WITH_KEY)
                .withExternalRef(REFERENCE));
        registry.register(
                SystemUser.approved(UUID.randomUUID(), BANK + "_system", UNRELATED, WITH_CERTIFICATE, WITH_KEY)
                        .with(SystemUser.Status.REQUESTED));
    }

    private static void registerConsents(Registry registry, String consumer) {
        Consent given = Consent.given(consent(consumer, "given"), PERSON, consumer, NOW);
        registry.register(given);
        registry.register(Consent.given(consent(consumer, "others"), OTHER_PERSON, consumer, NOW));
        registry.register(Consent.given(consent(consumer, "revoked"), PERSON, consumer, NOW)
                .with(Consent.Status.REVOKED));
        registry.register(Consent.given(consent(consumer, "denied"), PERSON, consumer, NOW)
                .with(Consent.Status.NOT_ACCEPTED));
        registry.register(Consent.given(consent(consumer, "expired"), PERSON, consumer, NOW)
                .validUntil(NOW));
        registry.register(Consent.given(consent(consumer, "invalid-twice"), PERSON, consumer, NOW)
                .validUntil(NOW)
                .with(Consent.Status.REVOKED));
        registry.register(Consent.given(consent(consumer, "to-another"), PERSON, UNRELATED, NOW));
    }

    /** Returns the id of a consent of a kind for a consumer; {@code given} is valid. */
    public static UUID consent(String consumer, String kind) {
        return UUID.nameUUIDFromBytes((consumer + kind).getBytes(UTF_8));
    }

    static Function<PublicKey, List<X509Certificate>> certificate(OrganisationCertificate certificate) {
        return key -> AUTHORITY.certify(key, certificate);
    }

    static X509Certificate root() {
        return AUTHORITY.root();
    }

    private static RSAPublicKey rsa(SoftwareKey key) {
        return (RSAPublicKey) key.keys().getPublic();
    }
}
