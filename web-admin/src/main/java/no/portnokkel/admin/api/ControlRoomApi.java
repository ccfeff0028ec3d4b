package no.portnokkel.admin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import no.portnokkel.admin.door.HttpFailures;
import no.portnokkel.admin.door.JsonBodiesOnly;
import no.portnokkel.admin.door.Problems;
import no.portnokkel.admin.door.RoleFeature;
import no.portnokkel.admin.door.SignedInOnly;
import no.portnokkel.admin.door.TokenFailures;
import no.portnokkel.admin.door.UnexpectedFailures;

/** Everything that takes a role. */
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
                SignedInOnly.class,
                RoleFeature.class,
                JsonBodiesOnly.class,
                Problems.class,
                TokenFailures.class,
                HttpFailures.class,
                UnexpectedFailures.class);
    }
}
