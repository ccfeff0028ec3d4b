package no.portnokkel.maskinporten.cache;

import static no.portnokkel.maskinporten.cache.TokenCacheFixture.INCOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.RefreshFailed;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** What becomes of the answer of a token source, whatever it is and whoever waits for it. */
class SourceFetcherTest {
    private final TokenCacheFixture fixture = new TokenCacheFixture();
    private final List<PortnokkelEvent> published = new ArrayList<>();

    SourceFetcherTest() {
        fixture.events.register(published::add);
    }

    @Test
    void a_failed_refresh_is_published_because_no_caller_learns_of_it() {
        TokenRequest request = INCOME.byClient("cards");
        fixture.token(request);
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);

        fixture.advance(Duration.ofSeconds(91));

        assertThat(published).isNotEmpty().allSatisfy(event -> {
            RefreshFailed failed = (RefreshFailed) event;
            assertThat(failed.source()).isEqualTo(new PortnokkelEvent.Source("loans", "lab", "cards"));
            assertThat(failed.requested().scopes()).isEqualTo("skatteetaten:inntekt");
            assertThat(failed.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE);
        });
    }

    @Test
    void a_refresh_that_succeeds_is_not_published_as_a_failure() {
        fixture.token(INCOME);
        fixture.advance(Duration.ofSeconds(91));

        assertThat(fixture.maskinporten.requests()).isEqualTo(2);
        assertThat(published).isEmpty();
    }

    @Test
    void a_failure_that_a_caller_gets_is_not_published_again() {
        fixture.maskinporten.failsWith(ProblemCode.MASKINPORTEN_UNAVAILABLE);

        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> fixture.token(INCOME));

        assertThat(published).isEmpty();
    }

    @Test
    void a_defect_of_the_source_ends_the_fetch_and_reaches_the_caller() {
        IllegalStateException defect = new IllegalStateException("a defect");
        fixture.maskinporten.duringRequest(() -> {
            throw defect;
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> fixture.token(INCOME))
                .isNotSameAs(defect)
                .withCause(defect);

        fixture.maskinporten.duringRequest(() -> {});
        assertThat(fixture.token(INCOME)).isEqualTo("token-2");
    }

    @Test
    void a_defect_during_a_refresh_leaves_the_token_in_use_and_is_no_event() {
        CachedToken entry = fixture.tokens.entry(INCOME);
        entry.get();
        fixture.maskinporten.duringRequest(() -> {
            throw new IllegalStateException("a defect");
        });

        fixture.advance(Duration.ofSeconds(91));

        assertThat(fixture.hit(entry)).isNotNull();
        assertThat(published).isEmpty();
    }

    @Test
    void a_token_ages_while_the_machine_is_suspended_during_its_request() {
        fixture.maskinporten.duringRequest(() -> suspend(Duration.ofSeconds(100)));
        CachedToken entry = fixture.tokens.entry(INCOME);

        assertThat(entry.get().remaining(fixture.time.getAsLong())).isEqualTo(Duration.ofSeconds(20));

        fixture.time.advance(Duration.ofMillis(19_800));
        assertThat(fixture.hit(entry)).isNull();
    }

    @Test
    void a_token_that_expires_while_the_machine_is_suspended_during_its_request_is_not_returned() {
        fixture.maskinporten.duringRequest(() -> suspend(Duration.ofMinutes(2)));

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> fixture.token(INCOME))
                .satisfies(
                        late -> assertThat(late.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_ANSWER_INVALID));
    }

    private void suspend(Duration duration) {
        fixture.time.moveWallClock(duration);
        fixture.tokens.refreshDue();
    }
}
