package no.portnokkel.maskinporten.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import no.portnokkel.maskinporten.endpoint.IssuedToken;

/**
 * From when a token is renewed, and after when it is never used: shares of its lifetime, so that 5 s and an hour are
 * treated alike.
 *
 * @param renewAt share of the lifetime after which a token in use is renewed
 * @param margin share of the lifetime at whose end a token is no longer handed out
 * @param chance spreads renewals, so that tokens fetched together are not renewed together for ever
 */
public record RefreshPolicy(double renewAt, double margin, RandomGenerator chance) {
    private static final long LEAST_MARGIN = Duration.ofSeconds(1).toNanos();
    private static final long MOST_MARGIN = Duration.ofSeconds(30).toNanos();

    /** Renewal comes earlier by up to this share of its time: 70 to 75 % of the lifetime, which costs 4 % more grants. */
    private static final double JITTER = 1.0 / 15;

    /** Whatever the shares are, this much of the usable time is left for the renewal: it never comes after the hard stop. */
    private static final double LATEST = 0.85;

    TimedToken of(IssuedToken issued) {
        long lifetime = issued.lifetime().toNanos();
        long usable = lifetime - Math.min(MOST_MARGIN, Math.max(LEAST_MARGIN, (long) (lifetime * margin)));
        double renew = Math.min(lifetime * renewAt, usable * LATEST) * (1 - chance.nextDouble() * JITTER);
        return new TimedToken(
                issued.token(),
                issued.askedAtNanos(),
                lifetime,
                (long) renew,
                issued.askedAtNanos() + usable,
                micros(issued.sign()),
                micros(issued.exchange()));
    }

    private static int micros(Duration took) {
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(took.toNanos()));
    }
}
