package no.portnokkel.admin;

import java.time.Clock;
import java.util.Optional;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.runtime.Portnokkel;
import no.portnokkel.runtime.status.CertificateInfo;
import no.portnokkel.runtime.status.EnvironmentChoice;

/** Adapts the running server to {@link EnvironmentRuntime}. */
final class PortnokkelEnvironments implements EnvironmentRuntime {
    private final Portnokkel portnokkel;
    private final Clock clock;

    PortnokkelEnvironments(Portnokkel portnokkel, Clock clock) {
        this.portnokkel = portnokkel;
        this.clock = clock;
    }

    @Override
    public EnvironmentChoice active() {
        return portnokkel.active();
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
        return portnokkel.key(environment).flatMap(key -> key.facts(clock)).map(CertificateInfo::sha256);
    }
}
