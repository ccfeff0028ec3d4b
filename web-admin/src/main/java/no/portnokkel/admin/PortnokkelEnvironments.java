package no.portnokkel.admin;

import java.time.Clock;
import java.util.Optional;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.PortnokkelOperations;

/** Adapts the running server to {@link EnvironmentRuntime}. */
final class PortnokkelEnvironments implements EnvironmentRuntime {
    private final PortnokkelOperations portnokkel;
    private final Clock clock;

    PortnokkelEnvironments(PortnokkelOperations portnokkel, Clock clock) {
        this.portnokkel = portnokkel;
        this.clock = clock;
    }

    @Override
    public EnvironmentChoice active() {
        return portnokkel.activeEnvironment();
    }

    @Override
    public void activate(String environment, long version) {
        portnokkel.activate(environment, version);
    }

    @Override
    public void dryRun(String environment) {
        portnokkel.dryRun(environment);
    }

    @Override
    public Optional<String> certificate(String environment) {
        return portnokkel
                .key(environment)
                .flatMap(key -> key.certificateInfo(clock))
                .map(CertificateInfo::sha256);
    }
}
