package no.portnokkel.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class SecretTest {
    // concatenated, so that a report of this test does not trigger the guard
    private static final String TOKEN = "eyJ" + "hbGciOiJSUzI1NiJ9" + ".eyJ" + "pc3MiOiJodHRwczov" + ".c2ln";

    @Test
    void each_kind_of_secret_is_found_in_any_text() {
        assertThat(Secret.in("Authorization: Bearer " + TOKEN)).containsExactly(Secret.JWT);
        assertThat(Secret.in("sig=" + "aB3_-".repeat(69))).containsExactly(Secret.SIGNATURE);
        assertThat(Secret.in("pin '" + "987" + "654'")).containsExactly(Secret.PIN);
        assertThat(Secret.in("urn:altinn:person:identifier-no:" + "25922947" + "409"))
                .containsExactly(Secret.PERSON);
        assertThat(Secret.in("Token for skatteetaten:inntekt, jti 0f0f0f0f-9876-5400-0000-123456789012"))
                .isEmpty();
    }

    @Test
    void a_capture_contains_parameters_and_exceptions_of_the_finest_level() {
        Queue<String> captured = new ConcurrentLinkedQueue<>();
        Logger logger = Logger.getLogger("no.portnokkel.secrets.finest");
        try (LogCapture capture = LogCapture.start((entry, text) -> {
            if ("no.portnokkel.secrets.finest".equals(entry.getLoggerName())) {
                captured.add(text);
            }
        })) {
            logger.log(Level.FINEST, "a {0}", new Object[] {"b", List.of("c")});
            logger.log(Level.FINEST, "d", new IllegalStateException("e", new IllegalArgumentException("f")));
            assertThat(capture.getLevel()).isEqualTo(Level.ALL);
        }
        assertThat(captured).hasSize(2).anySatisfy(text -> assertThat(text).contains("a b", "[c]"));
        assertThat(captured).anySatisfy(text -> assertThat(text).contains("d", "e", "f"));
    }
}
