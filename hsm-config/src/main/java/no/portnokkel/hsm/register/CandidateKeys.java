package no.portnokkel.hsm.register;

import java.util.Optional;
import no.portnokkel.hsm.register.KeyUse.Purpose;
import no.portnokkel.settings.CheckedValues;

/** Keys that the configuration names and that sign nothing at present. */
public final class CandidateKeys {
    private CandidateKeys() {}

    /**
     * Returns the key that a client will rotate to ({@code next-key}).
     *
     * @param values those below {@code portnokkel.}
     * @param client a further client; empty for the environment's own
     */
    public static Optional<KeyUse> next(CheckedValues values, String environment, Optional<String> client) {
        String prefix = "environments." + environment + "."
                + client.map(name -> "clients." + name + ".").orElse("");
        return values.text(prefix + "next-key")
                .map(label ->
                        KeyUse.of(label, Purpose.NEXT_KEY, environment, client, values.text(prefix + "next-kid")));
    }

    /**
     * Returns the key of a device that signs while another one is away ({@code standby-key}).
     *
     * @param values those below {@code portnokkel.}
     * @param device {@code ""} for the one of {@code hsm.*}
     */
    public static Optional<KeyUse> standby(CheckedValues values, String environment, String device) {
        String prefix = "environments." + environment + ".standby-";
        return values.text(prefix + "key")
                .filter(label -> values.text(prefix + "hsm").orElse("").equals(device))
                .map(label ->
                        KeyUse.of(label, Purpose.STANDBY, environment, Optional.empty(), values.text(prefix + "kid")));
    }
}
