package no.portnokkel.runtime;

import java.time.Instant;
import java.util.Optional;
import no.portnokkel.maskinporten.config.KeyChoices;

/**
 * The environment that all deployments on this server use, and the keys that its clients use.
 *
 * @param environment its name; empty if neither a switch nor the configuration chose one
 * @param version increases with each switch and each change of a key; 0 while nothing was decided
 * @param switchVersion the version of the last switch; 0 for the configured environment
 * @param since when the environment was chosen; for switch version 0 when this process started
 * @param keys what was decided about keys, of all environments
 */
public record EnvironmentChoice(
        Optional<String> environment, long version, long switchVersion, Instant since, KeyChoices keys) {

    /** Returns the configured environment: nothing was decided yet. */
    public static EnvironmentChoice configured(Optional<String> environment, Instant since) {
        return new EnvironmentChoice(environment, 0, 0, since, KeyChoices.NONE);
    }

    /** Returns the choice that a switch to another environment makes. */
    public EnvironmentChoice switchedTo(String other, long nextVersion, Instant now) {
        return new EnvironmentChoice(Optional.of(other), nextVersion, nextVersion, now, keys);
    }

    /** Returns the choice that a decision about keys makes. */
    public EnvironmentChoice withKeys(KeyChoices changed, long nextVersion) {
        return new EnvironmentChoice(environment, nextVersion, switchVersion, since, changed);
    }

    /** Returns whether both are of the same switch: tokens of one are tokens of the other. */
    boolean isOfSameSwitch(EnvironmentChoice other) {
        return switchVersion == other.switchVersion && environment.equals(other.environment);
    }
}
