package no.portnokkel.receive;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import no.portnokkel.receive.ReceivedTokenException.Reason;

/**
 * Logs why tokens are refused: for each reason the first ten of a minute, and how many others there were. Only what Maskinporten
 * signed is shown, so that a caller cannot write into the log. Thread-safe.
 */
final class RefusalLog {
    private static final System.Logger LOG = System.getLogger("no.portnokkel.receive");
    private static final String NOT_CONFIGURED = "not-configured";
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int LINES = 10;

    private final LongSupplier nanoClock;
    private final Map<String, Minute> minutes = new HashMap<>(); // bounded: the words are a closed set

    /** @param nanoClock monotonic clock, in nanoseconds */
    RefusalLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void refused(ReceivedTokenException refused) {
        Reason reason = refused.reason();
        Level level = reason == Reason.KEYS_UNAVAILABLE ? Level.WARNING : Level.INFO;
        log(
                level,
                reason.word(),
                "Access token refused: " + reason.word() + signed(", consumer ", refused.consumer())
                        + signed(", jti ", refused.tokenId()));
    }

    /** @param defect what is missing or wrong, with its remedy */
    void notReceiving(String defect) {
        log(Level.ERROR, NOT_CONFIGURED, "No access token is accepted: " + defect);
    }

    private static String signed(String name, String value) {
        return value.isEmpty() ? "" : name + value;
    }

    private void log(Level level, String word, String line) {
        long unlogged = unlogged(word);
        if (unlogged >= 0) {
            String more = unlogged == 0 ? "" : " (" + unlogged + " others in the minute before)";
            LOG.log(level, "{0}", line + more);
        }
    }

    /** Returns how many lines were left out before this one; negative if this one is left out too. */
    private synchronized long unlogged(String word) {
        long now = nanoClock.getAsLong();
        Minute minute = minutes.get(word);
        if (minute == null || now - minute.startNanos >= MINUTE_NANOS) {
            minutes.put(word, new Minute(now));
            return minute == null ? 0 : Math.max(0, minute.count - LINES);
        }
        minute.count++;
        return minute.count <= LINES ? 0 : -1;
    }

    private static final class Minute {
        private final long startNanos;
        private long count = 1;

        private Minute(long startNanos) {
            this.startNanos = startNanos;
        }
    }
}
