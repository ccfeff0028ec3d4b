package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.EndpointAnswered;
import no.portnokkel.events.PortnokkelEvent.EndpointUnreachable;
import no.portnokkel.events.PortnokkelEvent.GrantSent;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.events.PortnokkelEvent.TokenUnavailable;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
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
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** What one fetch measures, publishes and throws. The HSM needs 40 ms, Maskinporten 250. */
class EndpointOutcomeTest {
    private static final TokenRequest PLAIN = TokenRequest.forScope("nav:aap/v1.x");
    private static final TokenRequest CONSENTED = PLAIN.with(Consent.ofPerson(
            GrantFixture.consent(GrantFixture.BANK, "given"), new NationalIdentityNumber("25922947409")));
    private static final Duration SIGN_TIME = Duration.ofMillis(40);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final String GRANTED =
            "{\"access_token\":\"aaa.bbb.ccc\",\"token_type\":\"Bearer\",\"expires_in\":120,\"scope\":\"nav:aap/v1.x\"}";

    private final ManualClock time = new ManualClock(GrantFixture.NOW);
    private final ScriptedTransport maskinporten = new ScriptedTransport(time);
    private final EventPublisher events = new EventPublisher("loans");
    private final List<PortnokkelEvent> published = new ArrayList<>();
    private final SlowKey key = new SlowKey();
    private boolean active = true;
    private final TokenSource endpoint = endpoint();

    EndpointOutcomeTest() {
        events.register(published::add);
    }

    private TokenSource endpoint() {
        URI issuer = URI.create("https://maskinporten.example/");
        ClientSettings client = new ClientSettings(
                GrantFixture.WITH_CERTIFICATE,
                new OrganisationNumber(GrantFixture.BANK),
                "",
                "seal",
                Optional.empty(),
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
        return MaskinportenEndpoint.tokenSource(
                new EnvironmentSettings(
                        new Environment(
                                "lab",
                                EnvironmentClass.TEST,
                                issuer.toString(),
                                issuer.resolve("token"),
                                issuer.resolve("jwk")),
                        State.READY,
                        Optional.of(client),
                        new TreeMap<>(Map.of("cards", client)),
                        Optional.empty(),
                        AllowedRequests.ALL,
                        Optional.empty(),
                        List.of(),
                        List.of()),
                new OneKey(() -> key, () -> active),
                maskinporten,
                new GrantsUnderWay(time),
                events,
                time,
                time);
    }

    @Test
    void the_times_of_hsm_and_maskinporten_are_measured_apart_and_the_lifetime_begins_before_both() {
        Instant before = time.instant();
        long nanosBefore = time.getAsLong();
        maskinporten.answers(200, GRANTED);

        IssuedToken issued = endpoint.token(PLAIN);

        assertThat(issued.requestedAt()).isEqualTo(before);
        assertThat(issued.requestedAtNanos()).isEqualTo(nanosBefore);
        assertThat(issued.signTime()).isEqualTo(SIGN_TIME);
        assertThat(issued.exchangeTime()).isEqualTo(ScriptedTransport.EXCHANGE_TIME);
        assertThat(issued.lifetime()).isEqualTo(TWO_MINUTES);
        assertThat(issued.token().value()).isEqualTo("aaa.bbb.ccc");
        assertThat(issued.token().expiresAt()).isEqualTo(before.plus(TWO_MINUTES));
    }

    @Test
    void a_fetch_publishes_each_step_with_its_duration() {
        Instant date = GrantFixture.NOW.minusSeconds(60);
        maskinporten.answers(200, GRANTED, date);

        IssuedToken issued = endpoint.token(PLAIN.byClient("cards"));

        PortnokkelEvent.Source source = new PortnokkelEvent.Source("loans", "lab", "cards");
        assertThat(published)
                .containsExactly(
                        new GrantSent(source, issued.jti(), SIGN_TIME),
                        new EndpointAnswered(
                                source,
                                ScriptedTransport.EXCHANGE_TIME,
                                Optional.of(Duration.ofMillis(60_000 - 500 + 40 + 125))),
                        new TokenIssued(
                                source,
                                new PortnokkelEvent.Requested("nav:aap/v1.x", ""),
                                issued.token(),
                                issued.jti(),
                                issued.requestedAt(),
                                SIGN_TIME,
                                ScriptedTransport.EXCHANGE_TIME));
    }

    @Test
    void a_grant_is_posted_as_rfc_7523_says() {
        maskinporten.answers(200, GRANTED);

        endpoint.token(PLAIN);

        assertThat(maskinporten.forms()).singleElement().satisfies(form -> {
            assertThat(form).containsOnlyKeys("grant_type", "assertion");
            assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            assertThat(form.get("assertion")).matches("[^.]+\\.[^.]+\\.[^.]+");
        });
    }

    @Test
    void an_address_that_cannot_be_reached_is_a_problem_of_its_own() {
        maskinporten.fails(new ConnectException("Connection refused"));

        assertUnavailable(
                ProblemCode.MASKINPORTEN_UNREACHABLE, "https://maskinporten.example/token", "Connection refused");

        assertThat(published)
                .hasOnlyElementsOfTypes(GrantSent.class, EndpointUnreachable.class, TokenUnavailable.class)
                .hasSize(3);
    }

    @Test
    void an_incomplete_response_is_an_outage_with_its_reason() {
        maskinporten.fails(new IOException("The body is longer than 1 MB"));

        assertUnavailable(ProblemCode.MASKINPORTEN_UNAVAILABLE, "The body is longer than 1 MB");
        assertThat(maskinporten.forms()).hasSize(1);
    }

    @Test
    void an_error_of_the_server_names_its_status() {
        maskinporten.answers(503, "");

        TokenUnavailableException outage = assertUnavailable(ProblemCode.MASKINPORTEN_UNAVAILABLE, "503");

        assertThat(outage.retryAfter()).isEmpty();
        assertThat(published).last().isInstanceOfSatisfying(TokenUnavailable.class, event -> {
            assertThat(event.requested().scopes()).isEqualTo("nav:aap/v1.x");
            assertThat(event.problem()).isEqualTo(outage.problem());
        });
    }

    @Test
    void maskinporten_is_not_asked_again_before_the_time_that_it_has_set() {
        maskinporten.asksToWait(429, Duration.ofSeconds(7));

        assertThat(assertUnavailable(ProblemCode.MASKINPORTEN_UNAVAILABLE, "429")
                        .retryAfter())
                .contains(Duration.ofSeconds(7));
        assertUnavailable(ProblemCode.MASKINPORTEN_UNAVAILABLE, "8 s");
        assertThat(maskinporten.forms()).hasSize(1);

        time.advance(Duration.ofSeconds(7));
        maskinporten.answers(200, GRANTED);
        assertThat(endpoint.token(PLAIN).token().value()).isEqualTo("aaa.bbb.ccc");
    }

    @Test
    void a_500_with_a_time_to_wait_is_not_repeated_even_with_a_consent() {
        maskinporten.asksToWait(500, Duration.ofSeconds(7));

        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> endpoint.token(CONSENTED));

        assertThat(maskinporten.forms()).hasSize(1);
    }

    @Test
    void a_503_is_not_repeated_even_with_a_consent() {
        maskinporten.answers(503, "");

        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> endpoint.token(CONSENTED));

        assertThat(maskinporten.forms()).hasSize(1);
    }

    @Test
    void a_response_that_the_protocol_does_not_allow_is_a_problem_of_its_own() {
        maskinporten.answers(200, "nothing");

        assertUnavailable(ProblemCode.MASKINPORTEN_ANSWER_INVALID, "HTTP 200, no JSON object");
    }

    @Test
    void nothing_is_signed_for_an_environment_that_is_not_active() {
        active = false;

        assertUnavailable(ProblemCode.MASKINPORTEN_UNAVAILABLE, "lab");

        assertThat(key.signatures).isZero();
    }

    @Test
    void whether_waiting_helps_when_the_hsm_does_not_sign_depends_on_the_fault() {
        key.fault = Optional.of(new DeviceFault.Unavailable("vault", "CKR_DEVICE_REMOVED"));
        assertUnavailable(ProblemCode.HSM_UNAVAILABLE, "vault");

        key.fault = Optional.of(new KeyFault.NotFound("seal", "vault", List.of()));
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> endpoint.token(PLAIN))
                .satisfies(
                        refused -> assertThat(refused.problem().detail().en()).contains("seal", "vault"));
        assertThat(published).last().isInstanceOf(TokenRefused.class);
        assertThat(maskinporten.forms()).isEmpty();
    }

    @Test
    void a_refusal_because_of_the_time_says_how_far_our_clock_is_ahead() {
        String refused = "{\"error\":\"invalid_grant\",\"error_description\":\"Issue time is in the future\"}";
        Instant date = GrantFixture.NOW.minusSeconds(61);
        maskinporten.answers(400, refused, date);
        maskinporten.answers(400, refused, date);

        assertThat(refusal().problem().detail().en()).contains("60 s ahead");
        assertThat(maskinporten.forms()).as("a new grant may help").hasSize(2);

        maskinporten.answers(
                400, "{\"error\":\"invalid_grant\",\"error_description\":\"JWT has too long lifetime\"}", date);
        assertThat(refusal().problem().detail().en()).doesNotContain("ahead");
    }

    @Test
    void a_refused_signature_is_verified_with_its_age_and_repeated_only_if_it_is_wrong() {
        String refused = "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT signature\"}";
        maskinporten.answers(400, refused);
        assertThat(refusal().refusal()).isPresent();
        assertThat(key.reportedAges).containsExactly(ScriptedTransport.EXCHANGE_TIME);
        assertThat(maskinporten.forms()).hasSize(1);

        key.wrong = true;
        maskinporten.answers(400, refused);
        maskinporten.answers(200, GRANTED);
        assertThat(endpoint.token(PLAIN).token().value()).isEqualTo("aaa.bbb.ccc");
        assertThat(maskinporten.forms()).hasSize(3);
    }

    @Test
    void another_refusal_does_not_suspect_the_hsm() {
        maskinporten.answers(400, "{\"error\":\"invalid_client\",\"error_description\":\"Client not found\"}");

        assertThat(refusal().problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);

        assertThat(key.reportedAges).isEmpty();
        assertThat(published)
                .last()
                .isInstanceOfSatisfying(
                        TokenRefused.class,
                        event -> assertThat(event.requested().scopes()).isEqualTo("nav:aap/v1.x"));
    }

    private TokenRefusedException refusal() {
        return catchThrowableOfType(TokenRefusedException.class, () -> endpoint.token(PLAIN));
    }

    private TokenUnavailableException assertUnavailable(ProblemCode code, String... detail) {
        TokenException failure = catchThrowableOfType(TokenException.class, () -> endpoint.token(PLAIN));
        assertThat(failure).isInstanceOf(TokenUnavailableException.class);
        assertThat(failure.problem().code()).isEqualTo(code);
        assertThat(failure.problem().detail().en()).contains(detail);
        return (TokenUnavailableException) failure;
    }

    /** A key that needs 40 ms for a signature. */
    private final class SlowKey implements SigningKey {
        private Optional<HsmFault> fault = Optional.empty();
        private final List<Duration> reportedAges = new ArrayList<>();
        private boolean wrong;
        private int signatures;

        @Override
        public String label() {
            return GrantFixture.KEY.label();
        }

        @Override
        public List<X509Certificate> chain() {
            return GrantFixture.KEY.chain();
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            signatures++;
            fault.ifPresent(why -> {
                throw new HsmException(why);
            });
            time.advance(SIGN_TIME);
            return new byte[] {1};
        }

        @Override
        public boolean reportInvalidSignature(
                byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
            reportedAges.add(age);
            return wrong;
        }
    }
}
