package no.portnokkel.receive;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Refuses a call to a protected bean that no filter has let through: one that does not come from Jakarta REST, or a server that has not
 * found {@link ReceiveFeature}.
 */
@Interceptor
@RequiresMaskinporten(scope = {})
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class ReceiveInterceptor {
    @Inject
    CurrentCaller current;

    @AroundInvoke
    Object requireCaller(InvocationContext call) throws Exception {
        if (!isVerified()) {
            throw new NotAuthorizedException(ReceiveFilter.refusal(Response.Status.UNAUTHORIZED, "Bearer"));
        }
        List<String> required =
                RequiredScopes.of(call.getTarget().getClass(), call.getMethod()).orElse(List.of());
        if (!current.hasAll(required)) {
            throw new ForbiddenException(
                    ReceiveFilter.refusal(Response.Status.FORBIDDEN, ReceiveFilter.insufficientScope(required)));
        }
        return call.proceed();
    }

    private boolean isVerified() {
        try {
            return current.isVerified();
        } catch (ContextNotActiveException noRequest) {
            return false;
        }
    }
}
