package no.portnokkel.control.switching;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.runtime.EffectiveSettings;

/** Compares the effective settings of the active environment with those of a target environment. */
final class EnvironmentComparison {
    private final Configuration configuration;
    private final EnvironmentRuntime runtime;

    EnvironmentComparison(Configuration configuration, EnvironmentRuntime runtime) {
        this.configuration = configuration;
        this.runtime = runtime;
    }

    EffectiveSettings source() {
        Optional<String> active = runtime.active().environment();
        return active.map(name -> withCertificate(name).orElseGet(() -> EffectiveSettings.ofUnknown(name)))
                .orElseGet(EffectiveSettings::none);
    }

    EffectiveSettings target(String environment) {
        return withCertificate(environment).orElseGet(EffectiveSettings::none);
    }

    private Optional<EffectiveSettings> withCertificate(String environment) {
        return settings(environment)
                .map(settings -> EffectiveSettings.of(settings).with(certificate(environment)));
    }

    private Map<String, String> certificate(String environment) {
        return runtime.certificate(environment)
                .map(sha256 -> Map.of("certificate", sha256))
                .orElseGet(Map::of);
    }

    /** @throws ProblemException when a switch to this environment is not possible */
    List<Switch.Difference> difference(String environment) {
        EnvironmentSettings target = settings(environment)
                .orElseThrow(() -> Configuration.retired(environment)
                        .map(ProblemException::new)
                        .orElseGet(() -> SwitchProblems.unknownEnvironment(choices())));
        if (runtime.active().environment().filter(environment::equals).isPresent()) {
            throw SwitchProblems.alreadyActive(environment, choices());
        }
        if (target.state() != EnvironmentSettings.State.READY) {
            throw SwitchProblems.notReady(environment, target.problems());
        }
        return Switch.Difference.between(source(), target(environment));
    }

    private List<String> choices() {
        Optional<String> active = runtime.active().environment();
        return configuration.environments().entrySet().stream()
                .filter(entry -> entry.getValue().state() == EnvironmentSettings.State.READY)
                .map(Map.Entry::getKey)
                .filter(name -> !active.equals(Optional.of(name)))
                .toList();
    }

    private Optional<EnvironmentSettings> settings(String environment) {
        return Optional.ofNullable(configuration.environments().get(environment))
                .map(runtime.active().keys()::appliedTo);
    }
}
