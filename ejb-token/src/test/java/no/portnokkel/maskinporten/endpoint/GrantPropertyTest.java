package no.portnokkel.maskinporten.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
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
import org.junit.jupiter.api.Test;

/** Every valid grant is accepted; made wrong in any one way, it is refused as the protocol says, and told as it is meant. */
class GrantPropertyTest {
    private static final int VALID = 500;
    private static final int ROUNDS = 13; // about 2,000 grants with what is forbidden, each thing 13 times
    private static final long SEED = Long.getLong("portnokkel.property.seed", new SecureRandom().nextLong());
    private static final TokenRequest ANY = TokenRequest.forScope("nav:aap/v1.x")
            .with(Consent.ofPerson(new UUID(0, 0), new NationalIdentityNumber("25922947409")));

    private static GrantSubmission maskinporten;

    @BeforeAll
    static void a_maskinporten_is_there() {
        maskinporten = new GrantSubmission();
    }

    /** Another for each test, since no two of them may use the same {@code jti}. */
    private static Random chance(long test) {
        return new Random(SEED + test);
    }

    @AfterAll
    static void it_goes_again() {
        maskinporten.close();
    }

    @Test
    void any_valid_request_becomes_a_grant_that_is_accepted() throws IOException {
        Random chance = chance(1);
        for (int number = 0; number < VALID; number++) {
            String grant = ValidGrants.any(maskinporten.twin(), chance, GrantFixture.KEY);

            assertThat(outcomeOf(grant))
                    .as("seed %s, grant %s: %s", SEED, number, RawGrant.of(grant, GrantFixture.KEY))
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
            String grant = ValidGrants.any(maskinporten.twin(), chance, GrantFixture.KEY);
            assertThat(outcomeOf(grant)).isEqualTo(Mutation.ACCEPTED);
            assertThat(outcomeOf(grant)).as("seed %s, round %s", SEED, round).contains("MP-012");
        }
    }

    private static void assertThatItComesOutAsExpected(Mutation mutation, int round, Random chance) throws IOException {
        RawGrant valid = Stream.generate(() -> RawGrant.of(
                        ValidGrants.any(maskinporten.twin(), chance, ValidGrants.UNSIGNED), GrantFixture.KEY))
                .filter(mutation.fits())
                .findFirst()
                .orElseThrow();

        assertThat(outcomeOf(mutation.spoil(valid, chance)))
                .as("seed %s, round %s: %s, in %s", SEED, round, mutation, valid)
                .contains(mutation.expected());
    }

    /** What the twin says, as our reader understands it; no refusal of the protocol is unknown to it. */
    private static String outcomeOf(String grant) throws IOException {
        TokenResponse answer = maskinporten.answer(grant, ANY);
        if (answer instanceof TokenResponse.Refused refused) {
            assertThat(refused.refusal()).isNotInstanceOf(Refusal.UnknownRefusal.class);
            return refused.refusal().answer().toString();
        }
        if (answer instanceof TokenResponse.OutOfOrder broken) {
            return "HTTP " + broken.status();
        }
        return answer instanceof TokenResponse.Granted ? Mutation.ACCEPTED : answer.toString();
    }
}
