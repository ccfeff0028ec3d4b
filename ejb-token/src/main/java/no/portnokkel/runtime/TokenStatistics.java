package no.portnokkel.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.ClockSkew;
import no.portnokkel.maskinporten.endpoint.DisplayClaims;
import no.portnokkel.maskinporten.endpoint.IssuedToken;
import no.portnokkel.maskinporten.endpoint.TokenEventListener;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.status.LastGrant;
import no.portnokkel.runtime.status.Reachability;
import no.portnokkel.runtime.status.TokenCounts;
import org.jspecify.annotations.Nullable;

/** Remembers what happened at the token endpoints, for status, readiness and the change log. */
final class TokenStatistics implements TokenEventListener {
    private static final System.Logger LOG = System.getLogger(TokenStatistics.class.getName());

    private final LongAdder granted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, Reachability> reachability = new ConcurrentHashMap<>();
    private final Map<Client, Problem> failures = new ConcurrentHashMap<>();
    private final Map<String, ClockSkew> skews = new ConcurrentHashMap<>();
    private volatile @Nullable Grant last;

    @Override
    public void granted(String environment, TokenRequest request, IssuedToken issued) {
        granted.increment();
        failures.remove(new Client(environment, request.client()));
        last = new Grant(environment, request, issued);
        LOG.log(
                System.Logger.Level.DEBUG,
                "Token for {0} from {1}, jti {2}",
                request.scopeText(),
                environment,
                issued.jti());
    }

    @Override
    public void failed(String environment, TokenRequest request, TokenException failure) {
        if (failure instanceof TokenRefusedException) {
            refused.increment();
        }
        if (failure.problem().code() != ProblemCode.REQUEST_INVALID) { // the caller's own, and told to the caller
            failures.put(new Client(environment, request.client()), failure.problem());
        }
    }

    @Override
    public void answered(String environment, Optional<ClockSkew> skew) {
        reachability.put(environment, Reachability.ANSWERED);
        skew.ifPresent(measured ->
                skews.merge(environment, measured, (known, latest) -> latest.isAbout(known) ? known : latest));
    }

    @Override
    public void unreachable(String environment) {
        reachability.put(environment, Reachability.FAILED);
    }

    Reachability reachability(String environment) {
        return reachability.getOrDefault(environment, Reachability.UNKNOWN);
    }

    /** What stands between the environment's clients and their next token, as last seen. */
    List<Problem> failures(String environment) {
        return failures.entrySet().stream()
                .filter(entry -> entry.getKey().environment().equals(environment))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    /** What to say of our clock, by the environment's latest answer. */
    Optional<Problem> clockProblem(String environment) {
        return Optional.ofNullable(skews.get(environment)).flatMap(ClockSkew::problem);
    }

    void forgetFailures() {
        failures.clear();
    }

    Optional<TokenRequest> lastRequest() {
        return Optional.ofNullable(last).map(Grant::request);
    }

    TokenCounts counts(int kept) {
        return new TokenCounts(
                kept, granted.sum(), refused.sum(), Optional.ofNullable(last).map(Grant::facts));
    }

    private record Client(String environment, Optional<String> name) {}

    private record Grant(String environment, TokenRequest request, IssuedToken issued) {
        LastGrant facts() {
            return new LastGrant(
                    environment,
                    issued.askedAt(),
                    issued.token().expiresAt(),
                    request.scopeText(),
                    DisplayClaims.of(issued.token()));
        }
    }
}
