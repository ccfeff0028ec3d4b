package no.portnokkel.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.events.PortnokkelEvent.TokenUnavailable;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * The latest failure of each request, by client, scopes and consumer, until the same request succeeds, or for an hour after it
 * last failed. An outage concerns all requests of an environment, and ends with the next token of it. At most a hundred, the
 * latest. Thread-safe.
 */
final class RequestFailures {
    private static final int MAX = 100;
    private static final long MEMORY_NANOS = Duration.ofHours(1).toNanos();

    private final LongSupplier nanoClock;
    private final Map<Subject, Failure> failures = new LinkedHashMap<>();

    /** @param nanoClock monotonic, in nanoseconds */
    RequestFailures(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized void record(TokenRefused refused) {
        String requested = refused.ofClient() ? "" : refused.requested().toString();
        put(new Subject(refused.source(), requested), refused.problem(), refused.ofClient());
    }

    synchronized void record(TokenUnavailable failed) {
        boolean isOutage = failed.problem().code().passesByItself();
        String requested =
                isOutage ? failed.problem().code().word() : failed.requested().toString();
        Source source = failed.source();
        Source concerned = isOutage ? new Source(source.application(), source.environment(), "") : source;
        put(new Subject(concerned, requested), failed.problem(), isOutage);
    }

    private void put(Subject subject, Problem problem, boolean concernsReadiness) {
        if (isKnownOtherwise(subject.source(), problem.code())) {
            return;
        }
        failures.remove(subject); // to the end of the order
        failures.put(subject, new Failure(subject, problem, concernsReadiness, nanoClock.getAsLong()));
        if (failures.size() > MAX) {
            Iterator<Subject> oldest = failures.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** A mistake of a caller is told to that caller; the monitors observe the HSM, the key of the default client and the settings. */
    private static boolean isKnownOtherwise(Source source, ProblemCode code) {
        return switch (code) {
            case REQUEST_INVALID, HSM_UNAVAILABLE, ENVIRONMENT_NOT_CONFIRMED -> true;
            case HSM_BUSY,
                    MASKINPORTEN_UNREACHABLE,
                    MASKINPORTEN_UNAVAILABLE,
                    MASKINPORTEN_ANSWER_INVALID,
                    MASKINPORTEN_REFUSED,
                    CONSENT_OTHER_ORGANISATION -> false;
            default -> source.client().isEmpty();
        };
    }

    synchronized void record(TokenIssued issued) {
        if (failures.isEmpty()) {
            return;
        }
        failures.remove(new Subject(issued.source(), issued.requested().toString()));
        failures.remove(new Subject(issued.source(), "")); // the client is accepted
        failures.values()
                .removeIf(failure -> failure.problem().code().passesByItself()
                        && failure.subject()
                                .source()
                                .environment()
                                .equals(issued.source().environment()));
    }

    /** Returns the failures of an environment, the latest last. */
    synchronized List<Failure> of(String environment) {
        long now = nanoClock.getAsLong();
        failures.values().removeIf(failure -> now - failure.atNanos() >= MEMORY_NANOS);
        List<Failure> found = new ArrayList<>(failures.values());
        found.removeIf(failure -> !failure.subject().source().environment().equals(environment));
        return found;
    }

    synchronized void clear() {
        failures.clear();
    }

    /**
     * What failed.
     *
     * @param requested the scopes and the consumer; the code of an outage; empty if the client itself was refused
     */
    record Subject(Source source, String requested) {}

    /**
     * A failure.
     *
     * @param concernsReadiness whether it is an outage or concerns the client, and not only this request
     * @param atNanos when it last happened
     */
    record Failure(Subject subject, Problem problem, boolean concernsReadiness, long atNanos) {}
}
