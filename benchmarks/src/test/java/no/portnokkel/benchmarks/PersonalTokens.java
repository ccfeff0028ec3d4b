package no.portnokkel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.Configuration.TokenSettings;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import org.junit.jupiter.api.Test;

/** The memory of 100,000 cached tokens about different persons, and the processor time of the refresher's sweep over them. */
class PersonalTokens {
    private static final int PERSONS = 100_000;
    private static final int SWEEPS = 201;
    private static final int TOKEN_LENGTH = 1_400; // about that of a token with a consent

    @Test
    void a_hundred_thousand_persons() {
        TokenCache tokens = new TokenCache(
                PersonalTokens::issued,
                "lab",
                new TokenSettings(0.75, OptionalDouble.empty(), PERSONS, Duration.ofSeconds(15)),
                new FetchRuntime(
                        new AbandonableExecutor(Runnable::run, 1),
                        Runnable::run,
                        Clock.systemUTC(),
                        System::nanoTime,
                        new Random(1),
                        new EventPublisher("")));
        Persons.get(0); // loads all numbers before the memory is measured
        long before = Footprint.usedBytes();
        for (int person = 0; person < PERSONS; person++) {
            tokens.entry(TokenRequest.forScope("skatteetaten:inntekt").aboutPerson(Persons.get(person)))
                    .get();
        }
        long used = Footprint.usedBytes() - before;
        long[] nanos = new long[SWEEPS];
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            long start = System.nanoTime();
            tokens.refreshDue();
            nanos[sweep] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "FIGURE %d personal tokens of %d characters: %d MB, %d bytes each; a sweep %.1f ms, the longest %.1f ms%n",
                PERSONS, TOKEN_LENGTH, used >> 20, used / PERSONS, nanos[SWEEPS / 2] / 1e6, nanos[SWEEPS - 1] / 1e6);
        assertThat(tokens.usableEntries()).hasSize(PERSONS);
    }

    private static IssuedToken issued(TokenRequest request) {
        char[] text = new char[TOKEN_LENGTH];
        Arrays.fill(text, 'a');
        Duration hour = Duration.ofHours(1); // none expires during the measurement
        return new IssuedToken(
                new AccessToken(new String(text), Instant.now().plus(hour), new TreeSet<>(request.scopes())),
                "jti",
                Instant.now(),
                System.nanoTime(),
                hour,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }
}
