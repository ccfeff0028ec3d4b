package no.portnokkel.inject;

import jakarta.enterprise.inject.spi.CDI;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.TokenRequest;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.ext.AsyncInvocationInterceptor;
import org.eclipse.microprofile.rest.client.ext.AsyncInvocationInterceptorFactory;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/**
 * Adds tokens to the requests of MicroProfile REST clients whose interface has {@link Maskinporten}. Loaded by the REST client of the
 * server; where there is none, nothing loads this class.
 */
public final class MaskinportenRestClientListener implements RestClientListener {
    @Override
    public void onNewClient(Class<?> restClient, RestClientBuilder builder) {
        Maskinporten annotation = restClient.getAnnotation(Maskinporten.class);
        if (annotation != null) {
            MaskinportenFeature feature = CDI.current()
                    .select(MaskinportenProducer.class)
                    .get()
                    .feature(restClient, InjectionSpec.of(annotation));
            builder.register(feature);
            builder.register((AsyncInvocationInterceptorFactory) () -> new CallersRequest(feature.tokens()));
        }
    }

    /**
     * Reads the {@link ConsumerOrgContext} on the thread that calls an asynchronous method: the filters run on a thread without the
     * caller's request scope. RESTEasy also calls it for requests of other clients, which must not fail by it.
     */
    private static final class CallersRequest implements AsyncInvocationInterceptor {
        private final TokenProvider tokens;
        private Supplier<TokenRequest> request = () -> {
            throw new IllegalStateException("The REST client has not prepared its asynchronous call");
        };

        CallersRequest(TokenProvider tokens) {
            this.tokens = tokens;
        }

        @Override
        public void prepareContext() {
            try {
                TokenRequest known = tokens.baseRequest();
                request = () -> known;
            } catch (RuntimeException failed) { // the application's code: anything
                request = () -> {
                    throw failed;
                };
            }
        }

        @Override
        public void applyContext() {
            tokens.prepare(request);
        }

        @Override
        public void removeContext() {
            tokens.unprepare();
        }
    }
}
