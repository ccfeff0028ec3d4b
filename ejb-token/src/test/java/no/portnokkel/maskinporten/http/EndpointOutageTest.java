package no.portnokkel.maskinporten.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.maskinporten.endpoint.GrantsUnderWay;
import no.portnokkel.maskinporten.endpoint.MaskinportenEndpoint;
import no.portnokkel.maskinporten.endpoint.OneKey;
import no.portnokkel.maskinporten.endpoint.TokenSource;
import no.portnokkel.maskinporten.endpoint.ValidGrants;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.http.HttpTransport.ConnectionDroppedException;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** Requests during an outage, and the first token after it: cache and endpoint together. */
class EndpointOutageTest {
    private static final TokenRequest PLAIN = TokenRequest.forScope("nav:aap/v1.x");
    private static final TokenRequest CONSENTED = PLAIN.with(Consent.ofPerson(
            GrantFixture.consent(GrantFixture.BANK, "given"), new NationalIdentityNumber("25922947409")));

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ManualClock time = new ManualClock(GrantFixture.NOW);
    private int posted;

    @Test
    void an_outage_that_answers_500_to_a_consent_costs_at_most_twenty_one_requests_a_minute() {
        assertThat(requestsOfAMinute(CONSENTED, number -> status(500)))
                .as("the first attempt sends two")
                .isLessThanOrEqualTo(21);
    }

    @Test
    void an_outage_that_answers_503_and_cuts_by_turns_costs_at_most_twenty_one_requests_a_minute() {
        assertThat(requestsOfAMinute(PLAIN, number -> {
                    if (number % 2 == 0) {
                        throw new ConnectionDroppedException(new IOException("cut"));
                    }
                    return status(503);
                }))
                .isLessThanOrEqualTo(21);
    }

    @Test
    void after_an_attempt_that_hung_for_its_whole_limit_the_next_one_follows_without_a_further_delay() {
        Instant end = time.instant().plusSeconds(24); // one second after the third attempt began
        try (TokenCache cache = cache(number -> {
            if (time.instant().isBefore(end)) {
                time.advance(LIMIT);
                throw new IOException("No complete answer within " + LIMIT);
            }
            return token();
        })) {
            while (!fetched(cache)) {
                time.advance(Duration.ofMillis(100));
            }
        }
        assertThat(Duration.between(end, time.instant()))
                .as("the attempt that began before the end hangs for at most its limit")
                .isLessThan(LIMIT.plusMillis(500));
    }

    private int requestsOfAMinute(TokenRequest request, Script script) {
        try (TokenCache cache = cache(script)) {
            for (int tenth = 0; tenth < 600; tenth++) {
                try {
                    cache.entry(request).get();
                } catch (TokenException outage) {
                    // expected
                }
                time.advance(Duration.ofMillis(100));
            }
        }
        return posted;
    }

    private static boolean fetched(TokenCache cache) {
        try {
            return cache.entry(PLAIN).get() != null;
        } catch (TokenException outage) {
            return false;
        }
    }

    private static HttpResponse token() {
        String body = "{\"access_token\":\"aaa.bbb.ccc\",\"token_type\":\"Bearer\",\"expires_in\":120}";
        return new HttpResponse(200, Optional.of("application/json"), body, Optional.empty(), Optional.empty());
    }

    private static HttpResponse status(int status) {
        return new HttpResponse(status, Optional.of("text/html"), "", Optional.empty(), Optional.empty());
    }

    private TokenCache cache(Script script) {
        HttpTransport http = new HttpTransport() {
            @Override
            public HttpResponse post(URI target, Map<String, String> form, Optional<String> authorization)
                    throws IOException {
                return script.answer(++posted);
            }

            @Override
            public HttpResponse get(URI target) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
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
        EventPublisher events = new EventPublisher("loans");
        TokenSource source = MaskinportenEndpoint.tokenSource(
                new EnvironmentSettings(
                        new Environment(
                                "lab",
                                EnvironmentClass.TEST,
                                issuer.toString(),
                                issuer.resolve("token"),
                                issuer.resolve("jwk")),
                        State.READY,
                        Optional.of(client),
                        new TreeMap<>(Map.of()),
                        Optional.empty(),
                        AllowedRequests.ALL,
                        Optional.empty(),
                        List.of(),
                        List.of()),
                OneKey.of(ValidGrants.UNSIGNED),
                http,
                new GrantsUnderWay(time),
                events,
                time,
                time);
        Executor direct = Runnable::run;
        return new TokenCache(
                source,
                "lab",
                new TokenSettings(0.75, OptionalDouble.empty(), 100, Duration.ofSeconds(15)),
                new FetchRuntime(
                        new AbandonableExecutor(direct, 1_000_000), direct, time, time, new Random(1), events));
    }

    private interface Script {
        HttpResponse answer(int number) throws IOException;
    }
}
