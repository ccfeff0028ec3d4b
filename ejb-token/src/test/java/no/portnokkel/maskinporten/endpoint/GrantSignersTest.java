package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.forgery.SoftwareKey;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import org.junit.jupiter.api.Test;

/** How often the certificate of a key is checked before it is sent in a grant. */
class GrantSignersTest {
    private static final Instant NOW = GrantFixture.NOW;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final TestAuthority AUTHORITY = TestAuthority.create(CLOCK, new SecureRandom());
    private static final OrganisationCertificate CERTIFICATE =
            OrganisationCertificate.seal(GrantFixture.BANK, "Testbanken AS", CLOCK);

    private final AtomicReference<SigningKey> keyInHsm = new AtomicReference<>(key(CERTIFICATE));
    private final ClientSettings withCertificate = client(Optional.empty());
    private final ClientSettings withKid = client(Optional.of("bank-2026"));
    private final GrantSigners signers = new GrantSigners(
            new EnvironmentSettings(
                    lab(),
                    State.READY,
                    Optional.of(withCertificate),
                    new TreeMap<>(),
                    Optional.empty(),
                    AllowedRequests.ALL,
                    Optional.empty(),
                    List.of(),
                    List.of()),
            client -> keyInHsm.get());

    @Test
    void the_header_is_encoded_once_while_the_certificate_does_not_change() {
        GrantSigner first = signers.of(withCertificate, NOW);
        assertThat(signers.of(withCertificate, NOW.plusSeconds(60))).isSameAs(first);
    }

    @Test
    void a_certificate_that_expires_while_it_is_in_use_is_rejected_from_then_on() {
        Instant soon = NOW.plus(Duration.ofHours(1));
        keyInHsm.set(key(CERTIFICATE.valid(NOW.minus(Duration.ofDays(1)), soon)));
        assertThat(signers.of(withCertificate, soon)).isNotNull();

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> signers.of(withCertificate, soon.plusSeconds(1)))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.CERTIFICATE_EXPIRED));
    }

    @Test
    void a_clock_that_is_set_back_to_before_the_validity_of_the_certificate_is_noticed() {
        Instant notBefore = NOW.minus(Duration.ofDays(1));
        keyInHsm.set(key(CERTIFICATE.valid(notBefore, NOW.plus(Duration.ofDays(1)))));
        assertThat(signers.of(withCertificate, NOW)).isNotNull();

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> signers.of(withCertificate, notBefore.minusSeconds(1)));
    }

    @Test
    void a_renewed_certificate_is_sent() {
        GrantSigner before = signers.of(withCertificate, NOW);
        keyInHsm.set(key(CERTIFICATE));
        assertThat(signers.of(withCertificate, NOW)).isNotSameAs(before);
    }

    @Test
    void a_replaced_certificate_is_checked_again() {
        assertThat(signers.of(withCertificate, NOW)).isNotNull();
        keyInHsm.set(key(OrganisationCertificate.seal(GrantFixture.CUSTOMER, "Kunden AS", CLOCK)));

        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> signers.of(withCertificate, NOW));
    }

    @Test
    void the_certificate_of_a_client_with_a_registered_key_is_not_checked() {
        keyInHsm.set(key(OrganisationCertificate.seal(GrantFixture.CUSTOMER, "Kunden AS", CLOCK)));
        assertThat(signers.of(withKid, NOW.plus(Duration.ofDays(10_000)))).isNotNull();
    }

    private static SigningKey key(OrganisationCertificate certificate) {
        return SoftwareKey.certified("seal", key -> AUTHORITY.certify(key, certificate));
    }

    private static ClientSettings client(Optional<String> kid) {
        return new ClientSettings(
                "bank-client",
                new OrganisationNumber(GrantFixture.BANK),
                "",
                "seal",
                kid,
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
    }

    private static Environment lab() {
        URI issuer = URI.create("https://maskinporten.example/");
        return new Environment(
                "lab", EnvironmentClass.TEST, issuer.toString(), issuer.resolve("token"), issuer.resolve("jwk"));
    }
}
