package no.portnokkel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import no.portnokkel.receive.ReceivedTokenException.Reason;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("no.portnokkel.receive")
class RefusalLogTest {
    private final ReceivedTokenException expired =
            new ReceivedTokenException(Reason.EXPIRED).about("310167398", "id-1");

    private final ManualClock time = new ManualClock();
    private final RefusalLog log = new RefusalLog(time);
    private final Logger logger = Logger.getLogger("no.portnokkel.receive");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void stop_listening() {
        logger.removeHandler(lines);
    }

    @Test
    void a_line_has_the_reason_the_consumer_and_the_token_id() {
        log.refused(expired);
        log.refused(new ReceivedTokenException(Reason.UNKNOWN_KEY));
        log.notReceiving("portnokkel.receive.audience is missing.");

        assertThat(lines.seen)
                .containsExactly(
                        "Access token refused: expired, consumer 310167398, jti id-1",
                        "Access token refused: unknown-key",
                        "No access token is accepted: portnokkel.receive.audience is missing.");
    }

    @Test
    void a_flood_costs_ten_lines_a_minute_and_the_next_line_has_the_number() {
        for (int call = 0; call < 1_000; call++) {
            log.refused(expired);
        }
        assertThat(lines.seen).hasSize(10);

        time.advance(Duration.ofMinutes(1).minusNanos(1));
        log.refused(expired);
        assertThat(lines.seen).hasSize(10);

        time.advance(Duration.ofNanos(1));
        log.refused(expired);
        assertThat(lines.seen).hasSize(11);
        assertThat(lines.seen.get(10)).endsWith("(991 others in the minute before)");
    }

    @Test
    void a_flood_of_one_reason_does_not_hide_another() {
        for (int call = 0; call < 1_000; call++) {
            log.refused(new ReceivedTokenException(Reason.TOKEN_MALFORMED));
        }

        log.refused(expired);

        assertThat(lines.seen).hasSize(11).last().asString().contains("expired");
    }

    private static final class Lines extends Handler {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            seen.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
