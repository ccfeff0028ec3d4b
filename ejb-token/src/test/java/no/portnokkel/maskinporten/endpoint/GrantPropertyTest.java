package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.forgery.Mutation;
import no.portnokkel.maskinporten.forgery.RawGrant;
import no.portnokkel.maskinporten.refusal.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every valid grant is accepted. With any single forbidden change it is refused as the protocol requires, and explained. */
@Tag("one-jdk")
class GrantPropertyTest {
    private static final Set<String> SENT = ConcurrentHashMap.newKeySet();

    private static final int VALID = 500;
    private static final int ROUNDS = 13; // 13 times each forbidden change: about 2,000 grants
    private static final long SEED = Long.getLong("portnokkel.property.seed", new SecureRandom().nextLong());
    private static final TokenRequest ANY = TokenRequest.forScope("nav:aap/v1.x")
            .with(Consent.ofPerson(new UUID(0, 0), new NationalIdentityNumber("25922947409")));

    private static GrantSubmission maskinporten;

    @BeforeAll
    static void startMaskinporten() {
        maskinporten = new GrantSubmission();
    }

    /** Different for each test, because no two tests may use the same {@code jti}. */
    private static Random random(long test) {
        return new Random(SEED + test);
    }

    @AfterAll
    static void stopMaskinporten() {
        maskinporten.close();
    }

    @Test
    void any_valid_request_leads_to_an_accepted_grant() throws IOException {
        Random random = random(1);
        for (int number = 0; number < VALID; number++) {
            String grant = ValidGrants.any(maskinporten.twin(), random, GrantFixture.KEY);

            assertThat(outcomeOf(grant))
                    .as("seed %s, grant %s: %s", SEED, number, RawGrant.of(grant, GrantFixture.KEY))
                    .isEqualTo(Mutation.ACCEPTED);
        }
    }

    @Test
    void any_single_forbidden_change_is_refused_with_its_code() throws IOException {
        Random random = random(2);
        for (int round = 0; round < ROUNDS; round++) {
            for (Mutation mutation : Mutation.forbidden()) {
                assertOutcome(mutation, round, random);
            }
        }
        assertThat(ROUNDS * Mutation.forbidden().size()).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void any_single_tolerated_change_is_accepted() throws IOException {
        Random random = random(3);
        for (int round = 0; round < ROUNDS; round++) {
            for (Mutation mutation : Mutation.tolerated()) {
                assertOutcome(mutation, round, random);
            }
        }
    }

    @Test
    void any_grant_is_refused_the_second_time() throws IOException {
        Random random = random(4);
        for (int round = 0; round < ROUNDS; round++) {
            String grant = ValidGrants.any(maskinporten.twin(), random, GrantFixture.KEY);
            assertThat(outcomeOf(grant)).isEqualTo(Mutation.ACCEPTED);
            assertThat(outcomeOf(grant)).as("seed %s, round %s", SEED, round).contains("MP-012");
        }
    }

    private static void assertOutcome(Mutation mutation, int round, Random random) throws IOException {
        boolean isAccepted = mutation.expected().equals(Mutation.ACCEPTED);
        RawGrant valid;
        String grant;
        do { // without a jti, two grants of one second may be equal, and the second one is used before
            valid = Stream.generate(() -> RawGrant.of(
                            ValidGrants.any(maskinporten.twin(), random, ValidGrants.UNSIGNED), GrantFixture.KEY))
                    .filter(mutation.fits())
                    .findFirst()
                    .orElseThrow();
            grant = mutation.applyTo(valid, random);
        } while (isAccepted && !SENT.add(grant));

        assertThat(outcomeOf(grant))
                .as("seed %s, round %s: %s, in %s", SEED, round, mutation, valid)
                .contains(mutation.expected());
    }

    /** Returns the twin's response as our reader classifies it. No refusal of the protocol may be unknown to the reader. */
    private static String outcomeOf(String grant) throws IOException {
        TokenResponse response = maskinporten.submit(grant, ANY);
        if (response instanceof TokenResponse.Refused refused) {
            assertThat(refused.refusal()).isNotInstanceOf(Refusal.UnknownRefusal.class);
            return refused.refusal().answer().toString();
        }
        if (response instanceof TokenResponse.Unavailable unavailable) {
            return "HTTP " + unavailable.status();
        }
        return response instanceof TokenResponse.Granted ? Mutation.ACCEPTED : response.toString();
    }
}
