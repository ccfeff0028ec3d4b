package no.portnokkel.admin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import no.portnokkel.admin.security.ProblemExceptionMapper;

/** Health checks for load balancers, without login. */
@ApplicationPath("health")
public class HealthApi extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HealthResource.class, ProblemExceptionMapper.class);
    }
}
