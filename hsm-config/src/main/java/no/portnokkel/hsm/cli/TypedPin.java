package no.portnokkel.hsm.cli;

import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import no.portnokkel.hsm.HsmException;
import no.portnokkel.hsm.PinFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.problem.Text;

/** A PIN that a person types, without echo. Asked for only when a login is due. */
record TypedPin(Desk desk, String pinFileKey, String token) implements PinSource {
    @Override
    public Pin read(UserPrincipal ourselves) {
        char[] typed = desk.secret()
                .apply(new Text("PIN for «" + token + "»: ", "PIN of \"" + token + "\": ").in(desk.reader()));
        if (typed.length == 0) {
            throw new HsmException(new PinFault.NotUnlocked(pinFileKey, token));
        }
        try {
            return Pin.ofText(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    @Override
    public String spoken() {
        return new Text("tastaturet", "the keyboard").in(desk.reader());
    }
}
