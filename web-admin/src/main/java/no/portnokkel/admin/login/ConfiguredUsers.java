package no.portnokkel.admin.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Optional;
import no.portnokkel.admin.ControlRoom;
import no.portnokkel.control.users.Person;

/** The server's identity store: the users of {@code portnokkel.admin.users}. */
@ApplicationScoped
public class ConfiguredUsers implements IdentityStore {
    @Inject
    ControlRoom controlRoom;

    @Inject
    Pbkdf2PasswordHash hashes;

    /** Checks name and password. An unknown name takes as long as a wrong password. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        Optional<String> hash = controlRoom.users().passwordHash(credential.getCaller());
        boolean right =
                hash.isPresent() && hashes.verify(credential.getPassword().getValue(), hash.get());
        Optional<Person> person = controlRoom.users().find(credential.getCaller());
        return right && person.isPresent()
                ? new CredentialValidationResult(
                        person.get().name(), person.get().roleCodes())
                : CredentialValidationResult.INVALID_RESULT;
    }
}
