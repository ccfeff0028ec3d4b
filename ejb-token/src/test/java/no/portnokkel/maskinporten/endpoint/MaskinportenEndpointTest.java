package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.maskinporten.config.HttpSettings;
import no.portnokkel.maskinporten.config.X5c;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.forgery.SoftwareKey;
import no.portnokkel.maskinporten.http.ApacheHttpTransport;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a second grant is made, and when not. */
class MaskinportenEndpointTest {
    private static final TokenRequest PLAIN = TokenRequest.forScope("nav:aap/v1.x");
    private static final TokenRequest CONSENTED = PLAIN.with(Consent.ofPerson(
            GrantFixture.consent(GrantFixture.BANK, "given"), new NationalIdentityNumber("25922947409")));

    private final MaskinportenTwin twin = GrantFixture.maskinporten().start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http = new ApacheHttpTransport(
            new HttpSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Optional.empty(), List.of()), timer);
    private final AtomicLong nanos = new AtomicLong();
    private final MaskinportenEndpoint endpoint = endpoint(GrantFixture.KEY);

    private MaskinportenEndpoint endpoint(SigningKey key) {
        return new MaskinportenEndpoint(
                settings(),
                label -> key,
                http,
                () -> true,
                new Deaf(),
                Clock.fixed(GrantFixture.NOW, ZoneOffset.UTC),
                nanos::get);
    }

    private EnvironmentSettings settings() {
        ClientSettings client = new ClientSettings(
                GrantFixture.WITH_CERTIFICATE,
                new OrganisationNumber(GrantFixture.BANK),
                "seal",
                Optional.empty(),
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
        Environment lab = new Environment(
                "lab", EnvironmentClass.TEST, twin.issuer().toString(), twin.tokenEndpoint(), twin.jwksUri());
        return new EnvironmentSettings(
                lab, State.READY, Optional.of(client), new TreeMap<>(), Optional.empty(), List.of(), List.of());
    }

    @AfterEach
    void maskinporten_goes() {
        http.close();
        timer.shutdownNow();
        twin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP-012", "MP-130"})
    void a_grant_that_was_used_or_too_old_is_made_anew_once(String code) {
        twin.script().next(ScriptedAnswer.refusal(code));
        assertThat(endpoint.token(PLAIN).jti()).isNotBlank();
        assertThat(twin.grants()).hasSize(2);
        assertThat(twin.grants().stream().map(MaskinportenEndpointTest::jti)).doesNotHaveDuplicates();

        twin.script().always(ScriptedAnswer.refusal(code));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(
                        refused -> assertThat(refused.refusal().orElseThrow()).isInstanceOf(Refusal.TimeRefused.class));
        assertThat(twin.grantsReceived()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP-250", "MP-124"}) // the latter of a signature that is right
    void what_a_person_must_mend_costs_one_grant(String code) {
        twin.script().always(ScriptedAnswer.refusal(code));

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo(code));

        assertThat(twin.grantsReceived()).isEqualTo(1);
    }

    @Test
    void a_grant_that_was_wrongly_signed_is_made_anew_once() {
        MaskinportenEndpoint unlucky = endpoint(new WrongAtFirst(GrantFixture.KEY, new AtomicInteger(1)));
        assertThat(unlucky.token(PLAIN).jti()).isNotBlank();
        assertThat(twin.grants()).extracting(ReceivedGrant::accepted).containsExactlyInAnyOrder(false, true);
        assertThat(twin.grants().stream().map(MaskinportenEndpointTest::jti)).doesNotHaveDuplicates();

        MaskinportenEndpoint hopeless = endpoint(new WrongAtFirst(GrantFixture.KEY, new AtomicInteger(3)));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> hopeless.token(PLAIN))
                .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo("MP-124"));
        assertThat(twin.grantsReceived()).isEqualTo(4);
    }

    @Test
    void a_consent_that_meets_a_500_is_tried_once_more_and_no_more() {
        twin.script().next(ScriptedAnswer.status(500));
        assertThat(endpoint.token(CONSENTED).jti()).isNotBlank();
        assertThat(twin.grantsReceived()).isEqualTo(2);

        twin.script().always(ScriptedAnswer.status(500));
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> endpoint.token(CONSENTED));
        assertThat(twin.grantsReceived()).isEqualTo(4);
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> endpoint.token(PLAIN));
        assertThat(twin.grantsReceived()).as("without a consent").isEqualTo(5);
    }

    @Test
    void what_was_registered_just_now_is_waited_for_two_minutes() {
        twin.script().always(ScriptedAnswer.refusal("MP-200"));
        nanos.addAndGet(Duration.ofSeconds(119).toNanos());
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(later -> assertThat(later.problem().mp()).isEqualTo("MP-200"));

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThatExceptionOfType(TokenRefusedException.class).isThrownBy(() -> endpoint.token(PLAIN));
    }

    private static String jti(ReceivedGrant grant) {
        return String.valueOf(grant.claims().get("jti"));
    }

    /** @param left how many signatures will be wrong */
    private record WrongAtFirst(SoftwareKey key, AtomicInteger left) implements SigningKey {
        @Override
        public String label() {
            return key.label();
        }

        @Override
        public List<X509Certificate> chain() {
            return key.chain();
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            byte[] signature = key.sign(data, algorithm);
            if (left.getAndDecrement() > 0) {
                signature[0] ^= 1;
            }
            return signature;
        }

        @Override
        public boolean reportInvalidSignature(
                byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
            return key.reportInvalidSignature(data, algorithm, signature, age);
        }
    }

    private static final class Deaf implements TokenEventListener {
        @Override
        public void granted(String environment, TokenRequest request, IssuedToken issued) {}

        @Override
        public void failed(String environment, TokenRequest request, TokenException failure) {}

        @Override
        public void answered(String environment, Optional<ClockSkew> skew) {}

        @Override
        public void unreachable(String environment) {}
    }
}
