package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.forgery.SoftwareKey;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a second grant is sent, and when not. */
class MaskinportenEndpointTest {
    private static final TokenRequest PLAIN = TokenRequest.forScope("nav:aap/v1.x");
    private static final TokenRequest CONSENTED = PLAIN.with(Consent.ofPerson(
            GrantFixture.consent(GrantFixture.BANK, "given"), new NationalIdentityNumber("25922947409")));

    private final MaskinportenTwin twin = GrantFixture.maskinporten().start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http = HttpTransport.create(
            new HttpSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Optional.empty(), List.of()),
            Duration.ofSeconds(45),
            timer);
    private final ManualClock time = new ManualClock(GrantFixture.NOW);
    private final MaskinportenEndpoint endpoint = endpoint(GrantFixture.KEY);

    private MaskinportenEndpoint endpoint(SigningKey key) {
        return new MaskinportenEndpoint(
                settings(), OneKey.of(key), http, new GrantsUnderWay(time), new EventPublisher(""), time, time);
    }

    private EnvironmentSettings settings() {
        ClientSettings client = new ClientSettings(
                GrantFixture.WITH_CERTIFICATE,
                new OrganisationNumber(GrantFixture.BANK),
                "",
                "seal",
                Optional.empty(),
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
        Environment lab = new Environment(
                "lab", EnvironmentClass.TEST, twin.issuer().toString(), twin.tokenEndpoint(), twin.jwksUri());
        return new EnvironmentSettings(
                lab,
                State.READY,
                Optional.of(client),
                new TreeMap<>(),
                Optional.empty(),
                AllowedRequests.ALL,
                Optional.empty(),
                List.of(),
                List.of());
    }

    @AfterEach
    void stop() {
        http.close();
        timer.shutdownNow();
        twin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP-012", "MP-130"})
    void after_a_used_or_too_old_grant_one_new_grant_is_sent(String code) {
        twin.faults().next(ScriptedAnswer.refusal(code));
        assertThat(endpoint.token(PLAIN).jti()).isNotBlank();
        assertThat(twin.grants()).hasSize(2);
        assertThat(twin.grants().stream().map(MaskinportenEndpointTest::jti)).doesNotHaveDuplicates();

        twin.faults().always(ScriptedAnswer.refusal(code));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(
                        refused -> assertThat(refused.refusal().orElseThrow()).isInstanceOf(Refusal.TimeRefused.class));
        assertThat(twin.grantsReceived()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP-250", "MP-124"}) // MP-124 although the signature is valid
    void a_refusal_that_needs_a_person_costs_one_grant(String code) {
        twin.faults().always(ScriptedAnswer.refusal(code));

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo(code));

        assertThat(twin.grantsReceived()).isEqualTo(1);
    }

    @Test
    void after_an_invalid_signature_one_new_grant_is_sent() {
        MaskinportenEndpoint recovering = endpoint(new InitiallyWrongKey(GrantFixture.KEY, new AtomicInteger(1)));
        assertThat(recovering.token(PLAIN).jti()).isNotBlank();
        assertThat(twin.grants()).extracting(ReceivedGrant::accepted).containsExactlyInAnyOrder(false, true);
        assertThat(twin.grants().stream().map(MaskinportenEndpointTest::jti)).doesNotHaveDuplicates();

        MaskinportenEndpoint failing = endpoint(new InitiallyWrongKey(GrantFixture.KEY, new AtomicInteger(3)));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> failing.token(PLAIN))
                .satisfies(refused -> assertThat(refused.problem().mp()).isEqualTo("MP-124"));
        assertThat(twin.grantsReceived()).isEqualTo(4);
    }

    @Test
    void after_a_500_a_request_with_a_consent_is_repeated_once() {
        twin.faults().next(ScriptedAnswer.status(500));
        assertThat(endpoint.token(CONSENTED).jti()).isNotBlank();
        assertThat(twin.grantsReceived()).isEqualTo(2);

        twin.faults().always(ScriptedAnswer.status(500));
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> endpoint.token(CONSENTED));
        assertThat(twin.grantsReceived()).isEqualTo(4);
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> endpoint.token(PLAIN));
        assertThat(twin.grantsReceived()).as("without a consent").isEqualTo(5);
    }

    @Test
    void a_missing_registration_is_a_refusal_that_says_for_two_minutes_that_it_may_take_effect() {
        twin.faults().always(ScriptedAnswer.refusal("MP-200"));
        time.advance(Duration.ofSeconds(119));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(fresh -> assertThat(fresh.problem().mp()).isEqualTo("MP-200"))
                .satisfies(fresh -> assertThat(fresh.problem().detail().en()).contains("within two minutes"));

        time.advance(Duration.ofSeconds(1));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(old -> assertThat(old.problem().detail().en()).doesNotContain("within two minutes"));
    }

    private static String jti(ReceivedGrant grant) {
        return String.valueOf(grant.claims().get("jti"));
    }

    /** @param remaining the number of signatures that will be invalid */
    private record InitiallyWrongKey(SoftwareKey key, AtomicInteger remaining) implements SigningKey {
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
            if (remaining.getAndDecrement() > 0) {
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
}
