package no.portnokkel.inject;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import no.portnokkel.inject.BearerTokenFilter.SentToken;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenException;

/**
 * Repeats a request once with a new token if the API answered 401, and replaces the response. Jakarta REST has no retry, so the
 * second request is built with the same client, headers, properties (such as timeouts) and writers of the body. The other filters
 * and the reader interceptors do not process it, because they process the first request and the response that replaces the first
 * response. Only a request without a body, or with a {@code String} or {@code byte[]}, is repeated. Other bodies cannot be read
 * again, and a MicroProfile REST client of RESTEasy cannot repeat at all; the next call uses the new token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750, 3.1: a client may ask for a new token and
 *     retry</a>
 */
final class UnauthorizedRetryFilter implements ClientResponseFilter {
    private static final System.Logger LOG = System.getLogger(UnauthorizedRetryFilter.class.getName());

    /** In bytes. Bodies of 401 responses are shorter. */
    private static final int MAX_REFUSAL = 64 * 1024;

    private static final Set<Class<?>> WRITERS = Set.of(WriterInterceptor.class, MessageBodyWriter.class);

    private final TokenProvider tokens;
    private final LongSupplier nanoClock;
    private final Map<Optional<OrganisationNumber>, UnauthorizedRetryLimit> limits = new ConcurrentHashMap<>();

    /** @param nanoClock monotonic, in nanoseconds */
    UnauthorizedRetryFilter(TokenProvider tokens, LongSupplier nanoClock) {
        this.tokens = tokens;
        this.nanoClock = nanoClock;
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (response.getStatus() != Response.Status.UNAUTHORIZED.getStatusCode()
                || request.getProperty(BearerTokenFilter.REPLACEMENT) instanceof AccessToken
                || !(request.getProperty(SentToken.PROPERTY) instanceof SentToken sent)) {
            return;
        }
        UnauthorizedRetryLimit limit =
                limits.computeIfAbsent(sent.request().consumerOrg(), consumer -> new UnauthorizedRetryLimit(nanoClock));
        if (!limit.allows(sent.token())) {
            return;
        }
        Optional<AccessToken> replacement = replacement(sent);
        if (replacement.isPresent() && !isReplayable(request)) {
            limit.recordRefusal(); // assumed, because the request is not repeated
        } else if (replacement.isPresent()) {
            byte[] refusal = drain(response);
            Optional<Response> second = repeat(request, replacement.get());
            if (second.isEmpty()) {
                limit.recordRefusal(); // assumed too
                restore(response, refusal);
                return;
            }
            if (second.get().getStatus() == response.getStatus()) {
                limit.recordRefusal();
            } else {
                limit.recordSuccess();
            }
            replace(response, second.get());
        }
    }

    /** Returns a new token; empty if there is none, so that the caller gets the API's first response. */
    private Optional<AccessToken> replacement(SentToken sent) {
        try {
            return Optional.of(tokens.insteadOf(sent.token(), sent.request()));
        } catch (TokenException none) {
            return Optional.empty();
        }
    }

    private static boolean isReplayable(ClientRequestContext request) {
        return !request.hasEntity() || request.getEntity() instanceof String || request.getEntity() instanceof byte[];
    }

    /** Returns empty if a filter of the client rejects the request: RESTEasy's for MicroProfile expects that a proxy sends it. */
    private static Optional<Response> repeat(ClientRequestContext request, AccessToken token) {
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        request.getHeaders().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.value());
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        Invocation.Builder second = configured(request.getClient().target(request.getUri()), request.getConfiguration())
                .request()
                .headers(headers);
        request.getPropertyNames().forEach(name -> second.property(name, request.getProperty(name)));
        second.property(BearerTokenFilter.REPLACEMENT, token); // filters of a client process its second request too
        try {
            return Optional.of(
                    request.hasEntity()
                            ? second.method(request.getMethod(), Entity.entity(request.getEntity(), variant(request)))
                            : second.method(request.getMethod()));
        } catch (ProcessingException failed) {
            if (failed.getCause() instanceof IOException) {
                throw failed;
            }
            LOG.log(DEBUG, "The client cannot repeat a request; the next one has a new token", failed);
            return Optional.empty();
        }
    }

    /** A client sets {@code Content-Type}, {@code Content-Language} and {@code Content-Encoding} from the variant of an entity. */
    private static Variant variant(ClientRequestContext request) {
        Locale language = request.getLanguage();
        return new Variant(request.getMediaType(), language, request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
    }

    private static WebTarget configured(WebTarget target, Configuration first) {
        Configuration inherited = target.getConfiguration();
        first.getProperties().forEach(target::property);
        for (Object component : first.getInstances()) {
            Map<Class<?>, Integer> writers = writersOf(first.getContracts(component.getClass()));
            if (!writers.isEmpty() && !inherited.isRegistered(component)) {
                target.register(component, writers);
            }
        }
        for (Class<?> component : first.getClasses()) {
            Map<Class<?>, Integer> writers = writersOf(first.getContracts(component));
            if (!writers.isEmpty() && !inherited.isRegistered(component)) {
                target.register(component, writers);
            }
        }
        return target;
    }

    private static Map<Class<?>, Integer> writersOf(Map<Class<?>, Integer> contracts) {
        Map<Class<?>, Integer> writers = new HashMap<>(contracts);
        writers.keySet().retainAll(WRITERS);
        return writers;
    }

    /**
     * Reads the body that is probably discarded, so that the connection can be reused. It is not closed, because RESTEasy would close
     * the whole response and its reader would find nothing.
     */
    private static byte[] drain(ClientResponseContext refused) {
        InputStream body = refused.getEntityStream();
        if (body == null) { // RESTEasy returns null if there is no body
            return new byte[0];
        }
        try {
            return body.readNBytes(MAX_REFUSAL);
        } catch (IOException incomplete) { // the connection has ended, and the content is hardly needed
            LOG.log(DEBUG, "The body of a 401 response is incomplete", incomplete);
            return new byte[0];
        }
    }

    private static void restore(ClientResponseContext refused, byte[] start) {
        InputStream rest = refused.getEntityStream();
        if (rest != null) {
            refused.setEntityStream(new SequenceInputStream(new ByteArrayInputStream(start), rest));
        }
    }

    private static void replace(ClientResponseContext first, Response second) {
        first.setStatusInfo(second.getStatusInfo());
        first.getHeaders().clear();
        first.getHeaders().putAll(second.getStringHeaders());
        if (second.hasEntity()) {
            first.setEntityStream(second.readEntity(InputStream.class)); // closed together with the first response
        } else {
            first.setEntityStream(InputStream.nullInputStream());
            second.close();
        }
    }
}
