package no.portnokkel.hsm.pin;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.HsmSettings;

/** A process that logs in, and stays until it is killed. */
final class OtherLogin {
    private OtherLogin() {}

    /**
     * Logs in once.
     *
     * @param arguments profile, module, token label, PIN file, data directory
     */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> values = Map.of(
                "profile", arguments[0],
                "library", arguments[1],
                "token-label", arguments[2],
                "pin-file", arguments[3]);
        HsmSettings settings = HsmSettings.read(
                        key -> Optional.ofNullable(values.get(key)), "hsm.", Path.of(arguments[4]), problem -> {
                            throw new IllegalStateException(problem.toString());
                        })
                .orElseThrow();
        HsmConnection.open(settings);
        Thread.sleep(Long.MAX_VALUE);
    }
}
