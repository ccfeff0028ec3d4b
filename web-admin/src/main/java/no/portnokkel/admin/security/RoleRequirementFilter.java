package no.portnokkel.admin.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;
import no.portnokkel.control.users.Role;

/** Rejects callers who hold none of the roles. */
final class RoleRequirementFilter implements ContainerRequestFilter {
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
