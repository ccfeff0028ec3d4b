package no.portnokkel.admin.security;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.stream.Collectors;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.problem.UntrustedText;

/**
 * Logs who did what: one line for each act of a person, and at most one line a minute for each kind of what anonymous callers
 * can cause. To be replaced by the audit trail.
 */
public final class ActLog {
    private static final System.Logger LOG = System.getLogger(ActLog.class.getName());
    private static final int MAX_LENGTH = 300; // characters of one part
    private static final LimitedLog ANONYMOUS = new LimitedLog(System::nanoTime);

    private ActLog() {}

    /** What anonymous callers can cause. */
    public enum Refusal {
        /** The name or the password is wrong. */
        WRONG_PASSWORD,
        /** Too many wrong passwords before. */
        THROTTLED,
        /** Too many logins wait. */
        BUSY,
        /** A request of another site. */
        CROSS_SITE,
        /** A body that did not arrive in time. */
        BODY_TIMEOUT
    }

    /**
     * Logs an act.
     *
     * @param address of the caller
     * @param what was done; may quote the caller
     * @param result with what result; holds no secret
     */
    public static void act(Person person, String address, String what, String result) {
        String roles = person.roles().stream().map(Role::code).collect(Collectors.joining(", "));
        LOG.log(
                INFO,
                "{0} ({1}) from {2}: {3}: {4}",
                person.name(),
                roles,
                UntrustedText.clean(address, MAX_LENGTH),
                UntrustedText.clean(what, MAX_LENGTH),
                UntrustedText.clean(result, MAX_LENGTH));
    }

    /**
     * Logs what an anonymous caller was refused, unless the last such line is less than a minute old.
     *
     * @param what was tried, in English. Holds no name that is unknown here: it may be a password in the wrong field
     */
    public static void refused(Refusal refusal, String address, String what) {
        ANONYMOUS
                .line(
                        refusal,
                        "Refused (" + refusal + ") from " + UntrustedText.clean(address, MAX_LENGTH) + ": " + what)
                .ifPresent(line -> LOG.log(WARNING, "{0}", line));
    }
}
