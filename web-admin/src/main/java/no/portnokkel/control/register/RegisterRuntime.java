package no.portnokkel.control.register;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.register.KeyUse;

/** The devices of the running server. */
public interface RegisterRuntime {
    /** Returns the devices that have been needed so far, by name; {@code ""} for the one of {@code hsm.*}. */
    Map<String, Hsm> devicesInUse();

    /** Returns all configured devices. Those that nobody has needed yet connect in the background. */
    Map<String, Hsm> devices();

    /** Returns where the configuration names keys of a device. */
    List<KeyUse> keyUses(String device);

    /** Returns whether a certificate was requested for the key on this machine. */
    boolean isRequested(PublicKey key);

    /** Returns whether this is the key of the active environment, whose certificate the server watches itself. */
    boolean isActiveKey(String device, String label);
}
