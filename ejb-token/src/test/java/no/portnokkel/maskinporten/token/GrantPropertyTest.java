package no.portnokkel.maskinporten.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import no.portnokkel.hsm.SignatureAlgorithm;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.AuthorizationDetail.SystemUser;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.HttpSettings;
import no.portnokkel.maskinporten.config.X5c;
import no.portnokkel.maskinporten.forgery.Draft;
import no.portnokkel.maskinporten.forgery.Mutation;
import no.portnokkel.maskinporten.forgery.World;
import no.portnokkel.maskinporten.http.ApacheHttp;
import no.portnokkel.maskinporten.http.Http;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.testkit.MaskinportenTwin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every valid grant is accepted; made wrong in any one way, it is refused as the protocol says, and told as it is meant. */
class GrantPropertyTest {
    private static final int VALID = 500;
    private static final int ROUNDS = 13; // about 2,000 grants with what is forbidden, each thing 13 times
    private static final long SEED = Long.getLong("portnokkel.property.seed", new SecureRandom().nextLong());
    private static final TokenRequest ANY = TokenRequest.forScope("nav:aap/v1.x")
            .with(Consent.ofPerson(new UUID(0, 0), new NationalIdentityNumber("25922947409")));

    /** For grants that are signed once they have been made wrong. */
    private static final SigningKey UNSIGNED = new SigningKey() {
        @Override
        public String label() {
            return World.KEY.label();
        }

        @Override
        public List<X509Certificate> chain() {
            return World.KEY.chain();
        }

        @Override
        public byte[] sign(byte[] data, SignatureAlgorithm algorithm) {
            return new byte[] {0};
        }
    };

    private static MaskinportenTwin twin;
    private static ScheduledExecutorService timer;
    private static Http http;

    @BeforeAll
    static void a_maskinporten_is_there() throws IOException {
        twin = World.maskinporten().start();
        timer = Executors.newSingleThreadScheduledExecutor();
        Duration patience = Duration.ofSeconds(30);
        http = new ApacheHttp(new HttpSettings(patience, patience, Optional.empty(), List.of()), timer);
    }

    /** Another for each test, since no two of them may use the same {@code jti}. */
    private static Random chance(long test) {
        return new Random(SEED + test);
    }

    @AfterAll
    static void it_goes_again() {
        http.close();
        timer.shutdownNow();
        twin.close();
    }

    @Test
    void any_valid_request_becomes_a_grant_that_is_accepted() throws IOException {
        Random chance = chance(1);
        for (int number = 0; number < VALID; number++) {
            String grant = valid(chance, World.KEY);

            assertThat(outcomeOf(grant))
                    .as("seed %s, grant %s: %s", SEED, number, Draft.of(grant, World.KEY))
                    .isEqualTo(Mutation.ACCEPTED);
        }
    }

    @Test
    void any_single_thing_that_is_forbidden_is_refused_with_its_code() throws IOException {
        Random chance = chance(2);
        for (int round = 0; round < ROUNDS; round++) {
            for (Mutation mutation : Mutation.forbidden()) {
                assertThatItComesOutAsExpected(mutation, round, chance);
            }
        }
        assertThat(ROUNDS * Mutation.forbidden().size()).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void any_single_thing_that_is_tolerated_is_accepted() throws IOException {
        Random chance = chance(3);
        for (int round = 0; round < ROUNDS; round++) {
            for (Mutation mutation : Mutation.tolerated()) {
                assertThatItComesOutAsExpected(mutation, round, chance);
            }
        }
    }

    @Test
    void any_grant_is_refused_the_second_time() throws IOException {
        Random chance = chance(4);
        for (int round = 0; round < ROUNDS; round++) {
            String grant = valid(chance, World.KEY);
            assertThat(outcomeOf(grant)).isEqualTo(Mutation.ACCEPTED);
            assertThat(outcomeOf(grant)).as("seed %s, round %s", SEED, round).contains("MP-012");
        }
    }

    private static void assertThatItComesOutAsExpected(Mutation mutation, int round, Random chance) throws IOException {
        Draft valid = Stream.generate(() -> Draft.of(valid(chance, UNSIGNED), World.KEY))
                .filter(mutation.fits())
                .findFirst()
                .orElseThrow();

        assertThat(outcomeOf(mutation.spoil(valid, chance)))
                .as("seed %s, round %s: %s, in %s", SEED, round, mutation, valid)
                .contains(mutation.expected());
    }

    /** What the twin says, as our reader understands it; no refusal of the protocol is unknown to it. */
    private static String outcomeOf(String grant) throws IOException {
        TokenAnswer answer = AnswerReader.read(
                http.post(
                        twin.tokenEndpoint(),
                        Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", grant)),
                ANY);
        if (answer instanceof TokenAnswer.Refused refused) {
            assertThat(refused.refusal()).isNotInstanceOf(Refusal.UnknownRefusal.class);
            return refused.refusal().answer().toString();
        }
        if (answer instanceof TokenAnswer.OutOfOrder broken) {
            return "HTTP " + broken.status();
        }
        return answer instanceof TokenAnswer.Granted ? Mutation.ACCEPTED : answer.toString();
    }

    /** A grant of our own making, for a request of any kind by a client of any kind. */
    private static String valid(Random chance, SigningKey key) {
        boolean kid = chance.nextBoolean();
        ClientSettings client = new ClientSettings(
                kid ? World.WITH_KEY : World.WITH_CERTIFICATE,
                new OrganisationNumber(World.BANK),
                "seal",
                kid ? Optional.of(World.KID) : Optional.empty(),
                oneOf(chance, X5c.values()),
                oneOf(chance, SignatureAlgorithm.values()),
                new TreeSet<>());
        String jti = new UUID(chance.nextLong(), chance.nextLong()).toString();
        return GrantSigner.of(client, key)
                .sign(new Grant(twin.issuer().toString(), client.clientId(), World.NOW, jti, request(chance)));
    }

    private static TokenRequest request(Random chance) {
        List<String> scopes = new ArrayList<>(World.SCOPES);
        Collections.shuffle(scopes, chance);
        TokenRequest request = TokenRequest.forScope(
                scopes.subList(0, 1 + chance.nextInt(scopes.size())).toArray(String[]::new));
        if (chance.nextInt(3) == 0) {
            request = request.onBehalfOf(new OrganisationNumber(World.CUSTOMER));
        }
        if (chance.nextInt(3) == 0) {
            request = request.forResources(resources(chance));
        }
        if (chance.nextInt(3) == 0) {
            request = request.aboutPerson(person(chance));
        }
        return switch (chance.nextInt(3)) {
            case 0 -> request.with(consent(request));
            case 1 -> request.with(systemUser(chance));
            default -> request;
        };
    }

    private static List<String> resources(Random chance) {
        return chance.ints(1 + chance.nextInt(3), 0, 1_000)
                .mapToObj(number -> "https://bank-" + number + ".example/api?a=b&c=%20æøå")
                .toList();
    }

    /** The first number from a random one that is a person's. */
    private static NationalIdentityNumber person(Random chance) {
        String day = String.format("%02d%02d", 1 + chance.nextInt(28), oneOf(chance, 1, 41, 81) + chance.nextInt(12));
        return Stream.iterate(chance.nextInt(1_000_000), number -> number + 1)
                .map(number -> day + String.format("%07d", number))
                .filter(GrantPropertyTest::isPerson)
                .map(NationalIdentityNumber::new)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPerson(String digits) {
        try {
            return !new NationalIdentityNumber(digits).digits().isEmpty();
        } catch (IllegalArgumentException nobody) {
            return false;
        }
    }

    private static Consent consent(TokenRequest request) {
        String consumer = request.consumerOrg().map(OrganisationNumber::digits).orElse(World.BANK);
        return Consent.ofPerson(World.consent(consumer, "given"), new NationalIdentityNumber("25922947409"));
    }

    private static SystemUser systemUser(Random chance) {
        OrganisationNumber customer = new OrganisationNumber(World.CUSTOMER);
        return switch (chance.nextInt(3)) {
            case 0 -> new SystemUser(customer, Optional.empty());
            case 1 -> new SystemUser(customer, Optional.of(World.CUSTOMER));
            default -> new SystemUser(customer, Optional.of("ref-7"));
        };
    }

    @SafeVarargs
    private static <T> T oneOf(Random chance, T... values) {
        return values[chance.nextInt(values.length)];
    }
}
