package no.portnokkel.admin.door;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;
import no.portnokkel.control.people.Role;

/** Lets those past who hold one of the roles. */
final class RoleGuard implements ContainerRequestFilter {
    private final Set<Role> roles;

    RoleGuard(Set<Role> roles) {
        this.roles = roles;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (Caller.of(request).filter(person -> person.hasAny(roles)).isEmpty()) {
            request.abortWith(ProblemAnswer.of(Refusals.ROLE_MISSING, request.getAcceptableLanguages()));
        }
    }
}
