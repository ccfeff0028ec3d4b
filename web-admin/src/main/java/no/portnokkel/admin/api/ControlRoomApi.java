package no.portnokkel.admin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import no.portnokkel.admin.deployments.InjectionPointsResource;
import no.portnokkel.admin.keys.KeyChangesResource;
import no.portnokkel.admin.register.RegisterResource;
import no.portnokkel.admin.security.ActLogFilter;
import no.portnokkel.admin.security.ApiSecurityFeature;
import no.portnokkel.admin.security.ProblemExceptionMapper;

/** The JSON API: every address requires a role. */
@ApplicationPath("api/v1")
public class ControlRoomApi extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                StatusResource.class,
                EnvironmentsResource.class,
                SwitchesResource.class,
                ConfirmationResource.class,
                TokensResource.class,
                ChangeLogResource.class,
                NodesResource.class,
                SessionResource.class,
                AuditResource.class,
                RegisterResource.class,
                KeyChangesResource.class,
                InjectionPointsResource.class,
                NotBuiltResource.class,
                UnlockResource.class,
                ApiSecurityFeature.class,
                ActLogFilter.class,
                ProblemExceptionMapper.class);
    }
}
