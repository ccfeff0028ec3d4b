package no.portnokkel.admin.security;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import no.portnokkel.control.users.Role;

/** Puts a guard before every method: the roles of its {@code @RolesAllowed}, or nobody at all where it has none. */
@Provider
public final class RoleRequirementFeature implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        RolesAllowed allowed = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        context.register(
                new RoleRequirementFilter(allowed == null ? Set.of() : roles(allowed)), Priorities.AUTHORIZATION);
    }

    private static Set<Role> roles(RolesAllowed allowed) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(allowed.value())
                .map(word -> Role.named(word).orElseThrow(() -> new IllegalStateException("No role " + word)))
                .forEach(roles::add);
        return roles;
    }
}
