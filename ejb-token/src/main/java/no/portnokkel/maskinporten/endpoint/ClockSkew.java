package no.portnokkel.maskinporten.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * How far our clock is ahead of Maskinporten's, measured by the {@code Date} header of a response. It is reported only, because
 * a proxy may have written the header.
 *
 * @param ahead negative if our clock is behind; accurate to about a second
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant">Digdir: iat within ten seconds</a>
 */
public record ClockSkew(Duration ahead) {
    private static final Duration WARNING_FROM = Duration.ofSeconds(5);
    private static final Duration REFUSED_FROM = Duration.ofSeconds(10);
    private static final Duration MEASUREMENT_ERROR = Duration.ofSeconds(2);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500); // Date is truncated to whole seconds

    /**
     * @param sent when the request was sent, by our clock
     * @param received when the response was complete, by our clock
     * @param date the {@code Date} header
     */
    static ClockSkew between(Instant sent, Instant received, Instant date) {
        Instant middle = sent.plus(Duration.between(sent, received).dividedBy(2));
        return new ClockSkew(Duration.between(date.plus(HALF_A_SECOND), middle));
    }

    /** Returns whether both differ by no more than the measurement error, so that one skew is logged once. */
    public boolean isSameAs(ClockSkew other) {
        return ahead.minus(other.ahead).abs().compareTo(MEASUREMENT_ERROR) <= 0
                && problem().isPresent() == other.problem().isPresent();
    }

    /**
     * Returns by how much the clocks may differ, as far as that can be measured: zero if the difference may come from the whole
     * seconds of {@code Date} and from the moment at which it was written, and if it is greater than Maskinporten accepts in a
     * grant. Then the {@code Date} is wrong, because the grant was accepted.
     *
     * @param exchangeTime between {@code sent} and {@code received}
     */
    Duration ofAcceptedGrant(Duration exchangeTime) {
        Duration measured = ahead.abs();
        Duration uncertainty = HALF_A_SECOND.plus(exchangeTime.dividedBy(2));
        boolean isMeasurable =
                measured.compareTo(uncertainty) > 0 && measured.compareTo(REFUSED_FROM.plus(uncertainty)) <= 0;
        return isMeasurable ? measured.plus(uncertainty) : Duration.ZERO;
    }

    /** Returns one sentence, whatever the skew is. */
    Text description() {
        long seconds = ahead.abs().toSeconds();
        return ahead.isNegative()
                ? Text.message("clock-skew.behind", Map.of("seconds", seconds))
                : Text.message("clock-skew.ahead", Map.of("seconds", seconds));
    }

    /** Returns the problem; empty if the skew is small. */
    public Optional<Problem> problem() {
        if (ahead.abs().compareTo(WARNING_FROM) < 0) {
            return Optional.empty();
        }
        boolean refused = ahead.abs().compareTo(REFUSED_FROM) >= 0;
        return Optional.of(Problem.of(
                ProblemCode.CLOCK_SKEW,
                refused ? "clock-skew.refused" : "clock-skew.noticeable",
                Map.of("description", description())));
    }
}
