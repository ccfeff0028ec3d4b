package no.portnokkel.admin.login;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.control.users.Person;

/** Checks passwords for HTTP Basic and the login form, with one throttle for both. */
@Dependent
class PasswordLogin {
    private static final int MAX_NAME_LENGTH = 100;

    @Inject
    ControlRoom controlRoom;

    @Inject
    IdentityStoreHandler stores;

    Result check(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        if (name.length() > MAX_NAME_LENGTH) { // nothing of it is kept
            return new Result(Optional.empty(), false);
        }
        if (!controlRoom.loginThrottle().allowAttempt(name)) {
            return new Result(Optional.empty(), true);
        }
        CredentialValidationResult result = stores.validate(credential);
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            return new Result(Optional.empty(), false);
        }
        controlRoom.loginThrottle().recordSuccess(name);
        return new Result(controlRoom.users().find(name), false);
    }

    /** Returns the person of a session with the roles configured now; empty when the user no longer exists. */
    Optional<Person> findPerson(String name) {
        return controlRoom.users().find(name);
    }

    /**
     * The result of a login attempt.
     *
     * @param person who is logged in; empty after a failed attempt
     * @param throttled whether the password was not checked, because of too many failures before
     */
    record Result(Optional<Person> person, boolean throttled) {}
}
