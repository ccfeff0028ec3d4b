package no.portnokkel.admin.security;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import no.portnokkel.control.users.Role;

/** Registers a role check for every resource method: the roles of its {@code @RolesAllowed}; without it, nobody passes. */
final class RoleRequirementFeature implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        RolesAllowed allowed = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        context.register(
                new RoleRequirementFilter(allowed == null ? Set.of() : roles(allowed)), Priorities.AUTHORIZATION);
    }

    private static Set<Role> roles(RolesAllowed allowed) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(allowed.value())
                .map(code -> Role.ofCode(code).orElseThrow(() -> new IllegalStateException("No role " + code)))
                .forEach(roles::add);
        return roles;
    }

    /** Rejects callers who hold none of the roles. */
    private static final class RoleRequirementFilter implements ContainerRequestFilter {
        private final Set<Role> roles;

        RoleRequirementFilter(Set<Role> roles) {
            this.roles = roles;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            if (Caller.of(request).filter(person -> person.hasAny(roles)).isEmpty()) {
                request.abortWith(ProblemResponse.of(RequestProblems.ROLE_MISSING, request.getAcceptableLanguages()));
            }
        }
    }
}
