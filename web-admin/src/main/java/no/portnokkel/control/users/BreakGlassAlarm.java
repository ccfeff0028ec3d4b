package no.portnokkel.control.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.control.users.SignIns.SignInListener;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Keeps each sign-in with a password for a day, since with an identity provider passwords are for emergencies only. One problem for
 * each user and address; of the users, which are configured, a few, and of addresses not more than the limit. Thread-safe.
 */
public final class BreakGlassAlarm implements SignInListener {
    private static final Duration LISTED = Duration.ofHours(24);
    private static final int MAX_LISTED = 100;

    private final Clock clock;
    private final Map<String, Listed> logins = new LinkedHashMap<>(); // the oldest first

    public BreakGlassAlarm(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void onSignIn(SignInEvent event) {
        if (event instanceof SignedIn signedIn && signedIn.method().isBuiltIn()) {
            String key = signedIn.person().id() + " " + signedIn.address();
            Listed before = logins.remove(key);
            if (logins.size() >= MAX_LISTED) {
                logins.remove(logins.keySet().iterator().next());
            }
            logins.put(key, new Listed(signedIn, clock.instant(), before == null ? 1 : before.times() + 1));
        }
    }

    /** Returns one problem for each user and address that signed in within the last 24 hours. */
    public synchronized List<Problem> problems() {
        Instant oldest = clock.instant().minus(LISTED);
        logins.values().removeIf(login -> !login.at().isAfter(oldest));
        List<Problem> problems = new ArrayList<>();
        logins.values().forEach(login -> problems.add(login.problem()));
        return problems;
    }

    /**
     * Sign-ins of one user from one address.
     *
     * @param at time of the last one
     */
    private record Listed(SignedIn last, Instant at, int times) {
        Problem problem() {
            return Problem.of(
                    ProblemCode.BREAK_GLASS_LOGIN,
                    "break-glass-login.password",
                    Map.of(
                            "name", last.person().name(),
                            "address", last.address(),
                            "at", at.truncatedTo(ChronoUnit.SECONDS),
                            "times", times));
        }
    }
}
