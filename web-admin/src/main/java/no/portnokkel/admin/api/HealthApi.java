package no.portnokkel.admin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import no.portnokkel.admin.security.HttpExceptionMapper;
import no.portnokkel.admin.security.UnexpectedExceptionMapper;

/** What a load balancer may ask without signing in. */
@ApplicationPath("health")
public class HealthApi extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HealthResource.class, HttpExceptionMapper.class, UnexpectedExceptionMapper.class);
    }
}
