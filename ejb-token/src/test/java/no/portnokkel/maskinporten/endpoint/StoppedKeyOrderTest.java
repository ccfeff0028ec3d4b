package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.ClientSettings.X5c;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings.State;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of events on two nodes when a key is stopped, wherever a grant of each node is at that moment. */
class StoppedKeyOrderTest {
    private static final TokenRequest REQUEST = TokenRequest.forScope("nav:aap");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ManualClock time = new ManualClock(GrantFixture.NOW);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean isStopped;

    /** Where a grant is. */
    private enum Moment {
        CHECK,
        SIGNATURE,
        EXCHANGE,
        ENDED
    }

    static Stream<Arguments> momentsOfBothNodes() {
        return Stream.of(Moment.values())
                .flatMap(ofA -> Stream.of(Moment.values()).map(ofB -> Arguments.of(ofA, ofB)));
    }

    @ParameterizedTest
    @MethodSource("momentsOfBothNodes")
    void after_the_answer_no_grant_of_either_node_leaves(Moment ofA, Moment ofB) throws Exception {
        Node a = new Node("a", ofA);
        Node b = new Node("b", ofB);
        List<CompletableFuture<Void>> grants = List.of(a.fetchInBackground(), b.fetchInBackground());
        a.awaitMoment();
        b.awaitMoment();

        isStopped = true;
        events.add("stopped");
        CompletableFuture<Void> answer = CompletableFuture.runAsync(
                () -> {
                    a.awaitNone();
                    b.awaitNone();
                    events.add("answer");
                },
                task -> new Thread(task).start());
        a.goOn();
        b.goOn();
        answer.join();
        grants.forEach(CompletableFuture::join);
        a.fetch();
        b.fetch();

        assertThat(events.subList(events.indexOf("answer"), events.size())).containsExactly("answer");
        assertThat(events.subList(events.indexOf("stopped"), events.size()))
                .as("a grant that was not on its way at the stop never leaves")
                .noneMatch(event -> event.startsWith("leaves"));
    }

    @Test
    void a_grant_that_does_not_end_is_reported_when_the_time_is_over() throws Exception {
        Node a = new Node("a", Moment.EXCHANGE);
        CompletableFuture<Void> grant = a.fetchInBackground();
        a.awaitMoment();
        isStopped = true;

        time.advance(PATIENCE.plusSeconds(1));
        CompletableFuture<Boolean> ended =
                CompletableFuture.supplyAsync(() -> a.isNoneWithin(Duration.ZERO), task -> new Thread(task).start());

        assertThat(ended.join()).isFalse();
        a.goOn();
        grant.join();
        assertThat(a.isNoneWithin(PATIENCE)).isTrue();
    }

    /** A deployment with one grant that waits at a moment until it may go on. */
    private final class Node implements ClientKeys, SigningKey, HttpTransport {
        private final String name;
        private final Moment moment;
        private final GrantsUnderWay underWay = new GrantsUnderWay(time);
        private final CountDownLatch isThere = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final ClientSettings client = new ClientSettings(
                GrantFixture.WITH_CERTIFICATE,
                new OrganisationNumber(GrantFixture.BANK),
                "",
                "seal",
                Optional.empty(),
                X5c.CHAIN,
                SignatureAlgorithm.RS256,
                new TreeSet<>());
        private final TokenSource endpoint;

        Node(String name, Moment moment) {
            this.name = name;
            this.moment = moment;
            URI issuer = URI.create("https://maskinporten.example/");
            this.endpoint = MaskinportenEndpoint.tokenSource(
                    new EnvironmentSettings(
                            new Environment(
                                    "lab",
                                    EnvironmentClass.TEST,
                                    issuer.toString(),
                                    issuer.resolve("token"),
                                    issuer.resolve("jwk")),
                            State.READY,
                            Optional.of(client),
                            new TreeMap<>(),
                            Optional.empty(),
                            AllowedRequests.ALL,
                            Optional.empty(),
                            List.of(),
                            List.of()),
                    this,
                    this,
                    underWay,
                    new EventPublisher(name),
                    time,
                    time);
        }

        CompletableFuture<Void> fetchInBackground() {
            return CompletableFuture.runAsync(
                    () -> {
                        fetch();
                        pauseAt(Moment.ENDED);
                    },
                    task -> new Thread(task).start());
        }

        void fetch() {
            assertThatExceptionOfType(TokenException.class) // by the stop, or by the response of this test
                    .isThrownBy(() -> endpoint.token(REQUEST));
        }

        void awaitMoment() throws InterruptedException {
            isThere.await();
        }

        void goOn() {
            mayGoOn.countDown();
        }

        private void pauseAt(Moment reached) {
            if (reached == moment) {
                isThere.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void awaitNone() {
            assertThat(isNoneWithin(PATIENCE)).isTrue();
        }

        boolean isNoneWithin(Duration timeout) {
            try {
                return underWay.awaitNone(client.deviceKey(), timeout);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public ClientSettings current(TokenRequest request, ClientSettings configured) {
            return configured;
        }

        @Override
        public SigningKey key(ClientSettings used) {
            return this;
        }

        @Override
        public boolean mayBeSent(TokenRequest request, ClientSettings configured, ClientSettings used) {
            pauseAt(Moment.CHECK);
            return !isStopped;
        }

        @Override
        public String label() {
            return "seal";
        }

        @Override
        public List<X509Certificate> chain() {
            return GrantFixture.KEY.chain();
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            pauseAt(Moment.SIGNATURE);
            return new byte[] {1};
        }

        @Override
        public boolean reportInvalidSignature(
                byte[] data, SignatureAlgorithm algorithm, byte[] signature, Duration age) {
            return false;
        }

        @Override
        public HttpResponse post(URI target, Map<String, String> form, Optional<String> authorization) {
            events.add("leaves " + name);
            pauseAt(Moment.EXCHANGE);
            return new HttpResponse(400, Optional.empty(), "", Optional.empty(), Optional.empty());
        }

        @Override
        public HttpResponse get(URI target) {
            throw new UnsupportedOperationException("Metadata is not read here.");
        }

        @Override
        public void close() {}
    }
}
