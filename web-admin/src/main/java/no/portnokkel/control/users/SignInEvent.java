package no.portnokkel.control.users;

import java.util.Optional;

/**
 * What happens when somebody signs in or out. Holds no password and no token. What anonymous callers can cause is not limited here:
 * listeners bound what they keep.
 */
public sealed interface SignInEvent {

    /** Returns the address of the caller, as {@code TrustedProxies} tells it. */
    String address();

    /** How somebody signs in. */
    enum Method {
        /** With a password in the form of the login page. */
        FORM,
        /** With a password in HTTP Basic at the API. */
        BASIC,
        /** At the bank's identity provider. */
        OIDC,
        /** With an access token of the bank's identity provider at the API. */
        BEARER;

        /** Returns whether a password of the configuration was checked. */
        public boolean isBuiltIn() {
            return this == FORM || this == BASIC;
        }
    }

    /**
     * A person has signed in. Callers of the API that are remembered do not sign in again: a password for a minute, an access token
     * for an hour.
     */
    record SignedIn(Person person, Method method, String address) implements SignInEvent {}

    /** A person has signed out. */
    record SignedOut(Person person, String address) implements SignInEvent {}

    /**
     * Somebody was not let in.
     *
     * @param reason a word such as {@code wrong-password}, {@code throttled}, {@code busy}, {@code no-role}, {@code auditor-conflict},
     *     {@code provider-unavailable}, or why a response or a token was rejected, such as {@code token-invalid}
     * @param known name of the person if it is known here; what an unknown caller typed may be a password in the wrong field
     */
    record Refused(Method method, String reason, Optional<String> known, String address) implements SignInEvent {}
}
