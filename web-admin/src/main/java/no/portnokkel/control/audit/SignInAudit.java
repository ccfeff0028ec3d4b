package no.portnokkel.control.audit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import no.portnokkel.control.users.Actor;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.SignInEvent;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.Refused;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.control.users.SignInEvent.SignedOut;
import no.portnokkel.control.users.SignIns.SignInListener;

/**
 * Records who signs in and out. A script that signs in with each request makes one record a person, address and hour; what
 * anonymous callers are refused makes at most one record a minute for each kind. Nobody who signs in waits for the database.
 * Thread-safe.
 */
final class SignInAudit implements SignInListener {
    private static final Duration ONCE_A_SCRIPT = Duration.ofHours(1);
    private static final Duration ONCE_A_REFUSAL = Duration.ofMinutes(1);
    private static final int MAX_SCRIPTS = 10_000;

    private final AuditTrail trail;
    private final Executor writer;
    private final LongSupplier nanoClock;
    private final Map<String, Long> scripts = new HashMap<>();
    private final Map<Act, Long> refusals = new EnumMap<>(Act.class);

    /**
     * Creates the listener.
     *
     * @param writer runs what writes to the database
     * @param nanoClock monotonic clock, in nanoseconds
     */
    SignInAudit(AuditTrail trail, Executor writer, LongSupplier nanoClock) {
        this.trail = trail;
        this.writer = writer;
        this.nanoClock = nanoClock;
    }

    @Override
    public void onSignIn(SignInEvent event) {
        recordOf(event).ifPresent(record -> writer.execute(() -> trail.record(record)));
    }

    private Optional<AuditRecord> recordOf(SignInEvent event) {
        if (event instanceof SignedIn signedIn) {
            Method method = signedIn.method();
            boolean isScript = method == Method.BASIC || method == Method.BEARER;
            return isScript && !isFirst(signedIn.person(), signedIn.address())
                    ? Optional.empty()
                    : Optional.of(by(signedIn.person(), signedIn.address(), Act.SIGN_IN, method));
        }
        if (event instanceof SignedOut signedOut) {
            Actor actor = new Actor(signedOut.person(), signedOut.address());
            return Optional.of(AuditRecord.by(actor, Act.SIGN_OUT, "session"));
        }
        return event instanceof Refused refused ? refusal(refused) : Optional.empty();
    }

    private static AuditRecord by(Person person, String address, Act act, Method method) {
        return AuditRecord.by(new Actor(person, address), act, method.name().toLowerCase(Locale.ROOT));
    }

    /** The name that was typed is recorded only if it is known: it may be a password in the wrong field. */
    private Optional<AuditRecord> refusal(Refused refused) {
        Act act = refused.reason().equals("throttled") ? Act.SIGN_IN_THROTTLED : Act.SIGN_IN_REFUSED;
        if (!isDue(refusals, act, ONCE_A_REFUSAL)) {
            return Optional.empty();
        }
        String known = refused.known().orElse("unknown user");
        return Optional.of(AuditRecord.byUnknown(refused.address(), act, known).because(refused.reason()));
    }

    private boolean isFirst(Person person, String address) {
        synchronized (scripts) {
            if (scripts.size() >= MAX_SCRIPTS) {
                long now = nanoClock.getAsLong();
                scripts.values().removeIf(since -> now - since >= ONCE_A_SCRIPT.toNanos());
            }
        }
        return isDue(scripts, person.id() + "\n" + address, ONCE_A_SCRIPT);
    }

    private <K> boolean isDue(Map<K, Long> last, K key, Duration interval) {
        long now = nanoClock.getAsLong();
        synchronized (last) {
            Long before = last.get(key);
            if (before != null && now - before < interval.toNanos()) {
                return false;
            }
            last.put(key, now);
            return true;
        }
    }
}
