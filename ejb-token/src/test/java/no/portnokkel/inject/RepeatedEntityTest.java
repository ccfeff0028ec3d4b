package no.portnokkel.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.SeBootstrap;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.Variant;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import no.portnokkel.inject.BearerTokenFilter.SentToken;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The body of the second request after a 401: a client sets Content-Encoding and Content-Language from the entity's variant. */
class RepeatedEntityTest {
    private static final TokenRequest REQUEST = TokenRequest.forScope("nav:aap");

    private final List<Entity<?>> repeated = new ArrayList<>();

    /** {@code Invocation.Builder} cannot be loaded without a Jakarta REST implementation. */
    @BeforeAll
    static void without_an_implementation() {
        RuntimeDelegate.setInstance(new NoImplementation());
    }

    @AfterAll
    static void as_before() {
        RuntimeDelegate.setInstance(null);
    }

    @Test
    void a_compressed_body_is_repeated_as_a_compressed_body() {
        Tokens tokens = request -> token("second");
        UnauthorizedRetryFilter filter =
                new UnauthorizedRetryFilter(TokenProvider.fixed(tokens, REQUEST), System::nanoTime);

        assertThatThrownBy(() ->
                        filter.filter(request(), answering(ClientResponseContext.class, Map.of("getStatus", 401))))
                .isInstanceOf(Sent.class);

        assertThat(repeated).singleElement().satisfies(entity -> {
            assertThat(entity.getEncoding()).isEqualTo("gzip");
            assertThat(entity.getLanguage()).isEqualTo(Locale.forLanguageTag("nb"));
        });
    }

    private ClientRequestContext request() {
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
        headers.putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
        headers.putSingle(HttpHeaders.CONTENT_LANGUAGE, Locale.forLanguageTag("nb"));
        Configuration configuration = answering(
                Configuration.class,
                Map.of("getProperties", Map.of(), "getInstances", Set.of(), "getClasses", Set.of()));
        WebTarget target = answering(WebTarget.class, Map.of("getConfiguration", configuration, "request", builder()));
        return (ClientRequestContext) Proxy.newProxyInstance(
                RepeatedEntityTest.class.getClassLoader(),
                new Class<?>[] {ClientRequestContext.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> new SentToken(REQUEST, token("first"));
                    case "hasEntity" -> true;
                    case "getEntity" -> new byte[] {31};
                    case "getMediaType" -> MediaType.APPLICATION_JSON_TYPE;
                    case "getLanguage" -> Locale.forLanguageTag("nb");
                    case "getHeaders" -> headers;
                    case "getHeaderString" -> String.valueOf(headers.getFirst((String) arguments[0]));
                    case "getMethod" -> "POST";
                    case "getUri" -> URI.create("https://api.bank.example/v1");
                    case "getConfiguration" -> configuration;
                    case "getPropertyNames" -> List.of();
                    case "getClient" -> answering(Client.class, Map.of("target", target));
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private Invocation.Builder builder() {
        return (Invocation.Builder) Proxy.newProxyInstance(
                RepeatedEntityTest.class.getClassLoader(),
                new Class<?>[] {Invocation.Builder.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("method")) {
                        repeated.add((Entity<?>) arguments[1]);
                        throw new Sent();
                    }
                    return self;
                });
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }

    private static AccessToken token(String value) {
        return new AccessToken(value, Instant.EPOCH, new TreeSet<>(Set.of(new Scope("nav:aap"))));
    }

    private static final class Sent extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class NoImplementation extends RuntimeDelegate {
        @Override
        public UriBuilder createUriBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Response.ResponseBuilder createResponseBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Variant.VariantListBuilder createVariantListBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T createEndpoint(Application application, Class<T> endpointType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> HeaderDelegate<T> createHeaderDelegate(Class<T> type) {
            return new HeaderDelegate<>() {
                @Override
                public T fromString(String value) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public String toString(T value) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public Link.Builder createLinkBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeBootstrap.Configuration.Builder createConfigurationBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<SeBootstrap.Instance> bootstrap(
                Application application, SeBootstrap.Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<SeBootstrap.Instance> bootstrap(
                Class<? extends Application> application, SeBootstrap.Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EntityPart.Builder createEntityPartBuilder(String partName) {
            throw new UnsupportedOperationException();
        }
    }
}
