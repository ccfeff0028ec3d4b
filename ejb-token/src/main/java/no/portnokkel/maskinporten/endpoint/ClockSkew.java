package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * How far our clock is ahead of Maskinporten's, by the {@code Date} of an answer. Reported only: a proxy may have
 * written that header.
 *
 * @param ahead negative when our clock is behind; right to about a second
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant">Digdir: iat within ten seconds</a>
 */
public record ClockSkew(Duration ahead) {
    private static final Duration WORTH_SAYING = Duration.ofSeconds(5);
    private static final Duration REFUSED_FROM = Duration.ofSeconds(10);
    private static final Duration ERROR = Duration.ofSeconds(2);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500); // Date is cut to whole seconds

    /**
     * @param sent when the request was sent, by our clock
     * @param received when the answer was there, by our clock
     * @param date what Maskinporten says it was
     */
    static ClockSkew between(Instant sent, Instant received, Instant date) {
        Instant middle = sent.plus(Duration.between(sent, received).dividedBy(2));
        return new ClockSkew(Duration.between(date.plus(HALF_A_SECOND), middle));
    }

    /** Whether this is the same measurement but for its error, so that one skew is one line in the log. */
    public boolean isAbout(ClockSkew other) {
        return ahead.minus(other.ahead).abs().compareTo(ERROR) <= 0
                && problem().isPresent() == other.problem().isPresent();
    }

    /** One sentence; right for any skew. */
    Text sentence() {
        long seconds = ahead.abs().toSeconds();
        return ahead.isNegative()
                ? Text.message("clock-skew.behind", Map.of("seconds", seconds))
                : Text.message("clock-skew.ahead", Map.of("seconds", seconds));
    }

    /** What to say of it; empty when it is small. */
    public Optional<Problem> problem() {
        if (ahead.abs().compareTo(WORTH_SAYING) < 0) {
            return Optional.empty();
        }
        boolean refused = ahead.abs().compareTo(REFUSED_FROM) >= 0;
        return Optional.of(Problem.of(
                ProblemCode.CLOCK_SKEW,
                refused ? "clock-skew.refused" : "clock-skew.noticeable",
                Map.of("sentence", sentence())));
    }
}
