package no.portnokkel.admin.security;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.stream.Collectors;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.control.users.SignInEvent;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.Refused;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.control.users.SignInEvent.SignedOut;
import no.portnokkel.problem.UntrustedText;

/**
 * Logs who did what: one line for each act of a person, and at most one line a minute for each kind of what anonymous callers
 * can cause. The audit has the same in records that are proven; this is for the log of the server.
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
        /** A sign-in at the identity provider, or an access token of it, was not accepted. */
        SIGN_ON,
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

    /** Logs who signs in and out, as a listener of {@code SignIns}. */
    public static void log(SignInEvent event) {
        if (event instanceof SignedIn signedIn) {
            act(signedIn.person(), signedIn.address(), "sign-in with " + description(signedIn.method()), "accepted");
        } else if (event instanceof SignedOut signedOut) {
            act(signedOut.person(), signedOut.address(), "sign-out", "done");
        } else if (event instanceof Refused refused) {
            String what = "sign-in with " + description(refused.method());
            refused(
                    kind(refused),
                    refused.address(),
                    refused.method().isBuiltIn()
                            ? what + " as " + refused.known().orElse("an unknown user")
                            : what + refused.known().map(name -> " as " + name).orElse("") + ": " + refused.reason());
        }
    }

    private static String description(Method method) {
        return switch (method) {
            case FORM -> "the form";
            case BASIC -> "HTTP Basic";
            case OIDC -> "the identity provider";
            case BEARER -> "an access token";
        };
    }

    private static Refusal kind(Refused refused) {
        if (!refused.method().isBuiltIn()) {
            return Refusal.SIGN_ON;
        }
        return switch (refused.reason()) {
            case "throttled" -> Refusal.THROTTLED;
            case "busy" -> Refusal.BUSY;
            default -> Refusal.WRONG_PASSWORD;
        };
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
