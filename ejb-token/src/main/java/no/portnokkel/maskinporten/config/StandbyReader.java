package no.portnokkel.maskinporten.config;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads the key of an environment's own client that signs while the HSM of its first key is away. */
record StandbyReader(CheckedValues environment, ClientSettings own, Collection<ClientSettings> further) {
    private static final String KEY = "standby-key";
    private static final String KID = "standby-kid";
    private static final String HSM = "standby-hsm";

    /** Returns the client with that key; empty if none is configured, or a value is wrong, which is reported. */
    Optional<ClientSettings> read() {
        int problemsBefore = environment.problems().size();
        Optional<String> label = environment.text(KEY);
        Optional<String> kid = environment.identifier(KID);
        Optional<String> device = environment.text(HSM);
        if (label.isEmpty()) {
            if (environment.text(KID).isPresent() || device.isPresent()) {
                environment.missing(KEY, Text.message("configuration.standby-key"));
            }
            return Optional.empty();
        }
        if (device.filter(name -> !name.equals(own.device())).isEmpty()) {
            environment.wrong(HSM, Text.message("configuration.standby-hsm"));
        }
        if (Stream.concat(Stream.of(own), further.stream())
                .map(ClientSettings::key)
                .anyMatch(label.get()::equals)) { // else nobody could say which of them is stopped
            environment.wrong(KEY, Text.message("configuration.standby-key"));
        }
        if (kid.isPresent() && kid.equals(own.kid())) {
            environment.wrong(KID, Text.message("configuration.standby-kid"));
        }
        return environment.problems().size() > problemsBefore
                ? Optional.empty()
                : Optional.of(own.withKey(new ClientKey(label.get(), kid), device.orElse(own.device())));
    }
}
