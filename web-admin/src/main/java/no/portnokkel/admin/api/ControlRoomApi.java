package no.portnokkel.admin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import no.portnokkel.admin.security.ActLogFilter;
import no.portnokkel.admin.security.AuthenticationFilter;
import no.portnokkel.admin.security.HttpExceptionMapper;
import no.portnokkel.admin.security.JsonBodyFilter;
import no.portnokkel.admin.security.ProblemExceptionMapper;
import no.portnokkel.admin.security.RoleRequirementFeature;

/** The JSON API: every address requires a role. */
@ApplicationPath("api/v1")
public class ControlRoomApi extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                StatusResource.class,
                EnvironmentsResource.class,
                SwitchesResource.class,
                TokensResource.class,
                ChangeLogResource.class,
                SessionResource.class,
                NotBuiltResource.class,
                UnlockResource.class,
                AuthenticationFilter.class,
                RoleRequirementFeature.class,
                JsonBodyFilter.class,
                ActLogFilter.class,
                ProblemExceptionMapper.class,
                HttpExceptionMapper.class);
    }
}
