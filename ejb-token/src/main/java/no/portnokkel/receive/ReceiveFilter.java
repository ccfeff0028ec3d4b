package no.portnokkel.receive;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets a request through whose only {@code Authorization} header has a valid token (RFC 6750, section 2.1). A token in a form or in
 * the address does not count: it would be in logs.
 */
final class ReceiveFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer";
    private static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";
    private static final Pattern BEARER = Pattern.compile("(?i)bearer(?: +(.*))?");

    private final List<String> scopes;
    private final Supplier<ReceivedTokens> tokens;

    ReceiveFilter(List<String> scopes, Supplier<ReceivedTokens> tokens) {
        this.scopes = scopes;
        this.tokens = tokens;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        ReceivedTokens received = tokens.get();
        List<String> headers = request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
        Optional<String> token = headers.stream().findFirst().flatMap(ReceiveFilter::token);
        if (token.isEmpty()) {
            request.abortWith(refusal(Response.Status.UNAUTHORIZED, SCHEME));
            return;
        }
        try {
            MaskinportenCaller caller = received.accept(headers.size() == 1 ? token.get() : "", scopes);
            request.setSecurityContext(new OfCaller(caller, request.getSecurityContext()));
        } catch (ReceivedTokenException refused) {
            request.abortWith(response(refused));
        } catch (NotReceivingException notConfigured) {
            request.abortWith(unavailable());
        }
    }

    private static Optional<String> token(String header) {
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches()
                ? Optional.ofNullable(bearer.group(1)).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private Response response(ReceivedTokenException refused) {
        return switch (refused.reason()) {
            case SCOPE -> refusal(Response.Status.FORBIDDEN, insufficientScope(scopes));
            case KEYS_UNAVAILABLE -> unavailable();
            default -> refusal(Response.Status.UNAUTHORIZED, INVALID_TOKEN);
        };
    }

    /** RFC 6750, section 3.1. */
    static String insufficientScope(List<String> scopes) {
        return "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", scopes) + "\"";
    }

    static Response refusal(Response.Status status, String challenge) {
        return empty(status).header(HttpHeaders.WWW_AUTHENTICATE, challenge).build();
    }

    private static Response unavailable() {
        return empty(Response.Status.SERVICE_UNAVAILABLE).build();
    }

    /** An empty text, since without an entity some servers send a page of their own. */
    private static Response.ResponseBuilder empty(Response.Status status) {
        return Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity("");
    }

    /** The consumer as the principal, and the scopes as roles. */
    private record OfCaller(MaskinportenCaller caller, SecurityContext before) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller::consumer;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.scopes().contains(role);
        }

        @Override
        public boolean isSecure() {
            return before.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return SCHEME;
        }
    }
}
