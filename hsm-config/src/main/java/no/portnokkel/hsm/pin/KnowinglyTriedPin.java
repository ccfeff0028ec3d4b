package no.portnokkel.hsm.pin;

import java.nio.file.attribute.UserPrincipal;

/** A PIN from a file that a person wants to be tried although the token reports a wrong one. Thread safe. */
public record KnowinglyTriedPin(PinFile file) implements PinSource {
    @Override
    public Pin read(UserPrincipal processUser) {
        return file.read(processUser);
    }

    @Override
    public String description() {
        return file.description();
    }

    @Override
    public String version() {
        return file.version();
    }

    @Override
    public boolean isInteractive() {
        return true;
    }
}
