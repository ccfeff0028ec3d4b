package no.portnokkel.control.audit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.Requested;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.events.PortnokkelEvent.TokenUnavailable;

/**
 * Counts what this deployment got from Maskinporten, and records the counts once a minute for each client and scope: a grant is no
 * record by itself. Thread-safe.
 */
final class GrantCounts implements EventListener {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_OBJECTS = 200; // a minute; an application may ask for any scope
    private static final String OTHERS = "others";

    private final AuditTrail trail;
    private final LongSupplier nanoClock;
    private Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();
    private long since;

    /** @param nanoClock monotonic clock, in nanoseconds */
    GrantCounts(AuditTrail trail, LongSupplier nanoClock) {
        this.trail = trail;
        this.nanoClock = nanoClock;
        this.since = nanoClock.getAsLong();
    }

    @Override
    public void onEvent(PortnokkelEvent event) {
        if (event instanceof TokenIssued issued) {
            count(issued.source(), issued.requested(), Outcome.GRANTED);
        } else if (event instanceof TokenRefused refused) {
            count(refused.source(), refused.requested(), Outcome.REFUSED);
        } else if (event instanceof TokenUnavailable unavailable) {
            count(unavailable.source(), unavailable.requested(), Outcome.UNAVAILABLE);
        }
    }

    private synchronized void count(Source source, Requested requested, Outcome outcome) {
        String object = source.environment() + (source.client().isEmpty() ? "" : ", client " + source.client()) + ": "
                + requested.scopes();
        boolean isKnown = counts.containsKey(object) || counts.size() < MAX_OBJECTS;
        counts.computeIfAbsent(isKnown ? object : OTHERS, first -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
    }

    /** Records the counts of the last minute, if there are any. To be called once a second. */
    void check() {
        if (nanoClock.getAsLong() - since >= INTERVAL.toNanos()) {
            close();
        }
    }

    /** Records what was counted since the last record. */
    void close() {
        taken().forEach((object, outcomes) ->
                trail.record(AuditRecord.byProduct(Act.GRANTS, object).to(text(outcomes))));
    }

    private synchronized Map<String, Map<Outcome, Integer>> taken() {
        Map<String, Map<Outcome, Integer>> taken = counts;
        counts = new TreeMap<>();
        since = nanoClock.getAsLong();
        return taken;
    }

    private static String text(Map<Outcome, Integer> outcomes) {
        return outcomes.entrySet().stream()
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private enum Outcome {
        GRANTED,
        REFUSED,
        UNAVAILABLE
    }
}
