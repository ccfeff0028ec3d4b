package no.portnokkel.admin.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.control.users.Person;

/** Checks a password at either door, behind one brake. */
@ApplicationScoped
public class PasswordLogin {
    @Inject
    ControlRoom room;

    @Inject
    IdentityStoreHandler stores;

    Attempt check(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        if (!room.brake().letsTry(name)) {
            return new Attempt(Optional.empty(), true);
        }
        CredentialValidationResult result = stores.validate(credential);
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            return new Attempt(Optional.empty(), false);
        }
        room.brake().succeeded(name);
        return new Attempt(room.users().find(name), false);
    }

    /** The person of a session, with the roles that person has now. */
    Optional<Person> stillKnown(String name) {
        return room.users().find(name);
    }

    /**
     * How an attempt ended.
     *
     * @param person who has signed in; empty: nobody
     * @param mustWait whether the password was not looked at, since too many wrong ones came before
     */
    record Attempt(Optional<Person> person, boolean mustWait) {}
}
