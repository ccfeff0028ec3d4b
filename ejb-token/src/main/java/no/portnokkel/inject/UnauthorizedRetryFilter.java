package no.portnokkel.inject;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenException;

/**
 * Meets a 401 of the API with one new token and one second try, whose answer takes the place of the first. Jakarta REST
 * has no retry, so the second try is a request of its own, made by the same client: with the headers of the first as they
 * were sent, and past all other filters. Only a request without a body, or whose body is a text or bytes, is sent again;
 * another has gone by, and the next call finds the new token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750, 3.1: a client may ask for a new token and
 *     retry</a>
 */
final class UnauthorizedRetryFilter implements ClientResponseFilter {
    private static final System.Logger LOG = System.getLogger(UnauthorizedRetryFilter.class.getName());

    /** What an API has to say of a refusal is shorter. */
    private static final int LONGEST_REFUSAL = 64 * 1024;

    private final TokenProvider bearer;
    private final LongSupplier nanoClock;
    private final Map<Optional<OrganisationNumber>, UnauthorizedRetryLimit> limits = new ConcurrentHashMap<>();

    /** @param nanoClock monotonic, in nanoseconds */
    UnauthorizedRetryFilter(TokenProvider bearer, LongSupplier nanoClock) {
        this.bearer = bearer;
        this.nanoClock = nanoClock;
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (response.getStatus() != Response.Status.UNAUTHORIZED.getStatusCode()
                || !(request.getProperty(SentToken.PROPERTY) instanceof SentToken sent)) {
            return;
        }
        UnauthorizedRetryLimit limit =
                limits.computeIfAbsent(sent.request().consumerOrg(), consumer -> new UnauthorizedRetryLimit(nanoClock));
        if (!limit.allows(sent.token())) {
            return;
        }
        Optional<AccessToken> renewed = renewed(sent);
        if (renewed.isPresent() && !isReplayable(request)) {
            limit.wasInVain(); // as far as can be seen here
        } else if (renewed.isPresent()) {
            drain(response);
            Response second = again(request, renewed.get());
            if (second.getStatus() == response.getStatus()) {
                limit.wasInVain();
            } else {
                limit.helped();
            }
            replace(response, second);
        }
    }

    /** Without a new token the API's own answer is what the caller gets. */
    private Optional<AccessToken> renewed(SentToken sent) {
        try {
            return Optional.of(bearer.insteadOf(sent.token(), sent.request()));
        } catch (TokenException none) {
            return Optional.empty();
        }
    }

    private static boolean isReplayable(ClientRequestContext request) {
        return !request.hasEntity() || request.getEntity() instanceof String || request.getEntity() instanceof byte[];
    }

    private static Response again(ClientRequestContext request, AccessToken token) {
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        request.getHeaders().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.value());
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        Invocation.Builder second =
                request.getClient().target(request.getUri()).request().headers(headers);
        return request.hasEntity()
                ? second.method(request.getMethod(), Entity.entity(request.getEntity(), request.getMediaType()))
                : second.method(request.getMethod());
    }

    /**
     * Reads to the end what will be thrown away, so that the connection is free for the second try. Not by closing it:
     * RESTEasy would close the whole response, whose reader finds nothing then.
     */
    private static void drain(ClientResponseContext refused) {
        InputStream rest = refused.getEntityStream();
        if (rest == null) { // RESTEasy has none where there is no body
            return;
        }
        try {
            rest.readNBytes(LONGEST_REFUSAL);
        } catch (IOException brokenOff) { // its connection has ended then, and nobody wants the rest
            LOG.log(DEBUG, "The body of a refusal broke off", brokenOff);
        }
    }

    private static void replace(ClientResponseContext first, Response second) {
        first.setStatusInfo(second.getStatusInfo());
        first.getHeaders().clear();
        first.getHeaders().putAll(second.getStringHeaders());
        if (second.hasEntity()) {
            first.setEntityStream(second.readEntity(InputStream.class)); // who closes the first closes this
        } else {
            first.setEntityStream(InputStream.nullInputStream());
            second.close();
        }
    }
}
