package no.portnokkel.management;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.stream.Collectors;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.PortnokkelOperations;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * The liveness of an application that gets tokens: down if only a restart can help. There is no readiness check: an application that
 * waits for a token may have other work. Its data says whether there are tokens, and the codes of the problems.
 */
@Liveness
@Dependent
class MaskinportenHealthCheck implements HealthCheck {
    private final Provider<PortnokkelOperations> running;

    /** @param running a server may create its health checks before it starts the application */
    @Inject
    MaskinportenHealthCheck(Provider<PortnokkelOperations> running) {
        this.running = running;
    }

    @Override
    public HealthCheckResponse call() {
        PortnokkelOperations portnokkel = running.get();
        HealthCheckResponseBuilder check = HealthCheckResponse.named("portnokkel")
                .status(portnokkel.isLive())
                .withData("ready", portnokkel.isReady());
        String problems = portnokkel.problems().stream()
                .map(Problem::code)
                .map(ProblemCode::word)
                .distinct()
                .collect(Collectors.joining(" "));
        return (problems.isEmpty() ? check : check.withData("problems", problems)).build();
    }
}
