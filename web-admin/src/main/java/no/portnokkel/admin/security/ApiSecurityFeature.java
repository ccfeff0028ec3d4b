package no.portnokkel.admin.security;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/** Registers what every request of the JSON API must pass: login, role, JSON body. */
@Provider
public final class ApiSecurityFeature implements Feature {
    @Override
    public boolean configure(FeatureContext context) {
        context.register(new AuthenticationFilter());
        context.register(new RoleRequirementFeature());
        context.register(new JsonBodyFilter());
        return true;
    }
}
