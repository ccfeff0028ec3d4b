package no.portnokkel.hsm.pin;

import java.nio.file.attribute.UserPrincipal;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.PinFault;

/**
 * No PIN file is named, and nobody has typed the PIN.
 *
 * @param key the configuration key that would name the file
 * @param token for messages
 */
public record NobodyUnlocks(String key, String token) implements PinSource {
    @Override
    public Pin read(UserPrincipal ourselves) {
        throw new HsmException(new PinFault.NotUnlocked(key, token));
    }

    @Override
    public String spoken() {
        return key;
    }
}
