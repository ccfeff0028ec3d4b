package no.portnokkel.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.events.PortnokkelEvent;
import no.portnokkel.events.PortnokkelEvent.EndpointAnswered;
import no.portnokkel.events.PortnokkelEvent.EndpointUnreachable;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.events.PortnokkelEvent.TokenUnavailable;
import no.portnokkel.maskinporten.endpoint.ClockSkew;
import no.portnokkel.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Counts tokens and remembers the latest result of each client, for status, readiness and the change log. */
public final class TokenStatistics implements EventListener {
    private final LongAdder granted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, Reachability> reachability = new ConcurrentHashMap<>();
    private final RequestFailures failures;
    private final Map<String, ClockSkew> skews = new ConcurrentHashMap<>();
    private volatile @Nullable TokenIssued lastIssued;

    /** @param nanoClock monotonic, in nanoseconds */
    TokenStatistics(LongSupplier nanoClock) {
        this.failures = new RequestFailures(nanoClock);
    }

    @Override
    public void onEvent(PortnokkelEvent event) {
        String environment = event.source().environment();
        if (event instanceof TokenIssued issued) {
            granted.increment();
            failures.record(issued);
            lastIssued = issued;
        } else if (event instanceof TokenRefused refusal) {
            refused.increment();
            failures.record(refusal);
        } else if (event instanceof TokenUnavailable outage) {
            failures.record(outage);
        } else if (event instanceof EndpointAnswered answered) {
            reachability.put(environment, Reachability.ANSWERED);
            answered.clockAhead()
                    .map(ClockSkew::new)
                    .ifPresent(measured -> skews.merge(
                            environment, measured, (known, latest) -> latest.isSameAs(known) ? known : latest));
        } else if (event instanceof EndpointUnreachable) {
            reachability.put(environment, Reachability.FAILED);
        }
    }

    Reachability reachability(String environment) {
        return reachability.getOrDefault(environment, Reachability.UNKNOWN);
    }

    /** Returns the latest failures of requests to an environment. */
    List<RequestFailures.Failure> failures(String environment) {
        return failures.of(environment);
    }

    /** Returns the problem of our clock, measured by the latest response of the environment. */
    Optional<Problem> clockProblem(String environment) {
        return Optional.ofNullable(skews.get(environment)).flatMap(ClockSkew::problem);
    }

    void clearFailures() {
        failures.clear();
    }

    /** Returns the scopes of the newest token, separated by spaces. */
    Optional<String> lastScope() {
        return Optional.ofNullable(lastIssued).map(issued -> issued.requested().scopes());
    }

    TokenCounts counts(int cached) {
        return new TokenCounts(
                cached,
                granted.sum(),
                refused.sum(),
                Optional.ofNullable(lastIssued).map(TokenStatistics::lastGrant));
    }

    private static TokenCounts.LastGrant lastGrant(TokenIssued issued) {
        return new TokenCounts.LastGrant(
                issued.source().environment(),
                issued.requestedAt(),
                issued.token().expiresAt(),
                issued.requested().scopes(),
                DisplayClaims.of(issued.token()));
    }

    /** Whether a token endpoint has answered since the start. */
    public enum Reachability {
        /** No request was sent to it. */
        UNKNOWN,
        /** It answered the last request. */
        ANSWERED,
        /** No connection could be established, and it has not answered since. */
        FAILED
    }

    /**
     * Numbers of tokens in this deployment since its start.
     *
     * @param cached tokens that are usable now
     * @param granted tokens that Maskinporten issued
     * @param refused requests that Maskinporten refused or that were rejected locally
     * @param lastGrant the newest token
     */
    public record TokenCounts(int cached, long granted, long refused, Optional<LastGrant> lastGrant) {

        /**
         * The newest token without its value.
         *
         * @param environment the environment that issued it
         * @param at when it was requested, by our wall clock
         * @param expiresAt by our wall clock
         * @param scope the requested scopes, separated by spaces
         * @param claims read leniently, with national identity numbers masked; empty if the token is not a JWT
         */
        public record LastGrant(
                String environment, Instant at, Instant expiresAt, String scope, Map<String, Object> claims) {}
    }
}
