package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Creates an HTTP client without automatic behaviour: no redirects, retries, cookies or cached credentials. */
final class ApacheHttpClientFactory {
    private static final int CONNECTIONS = 50;

    /** Set in the context of an exchange once it has a connection; from then on the request may have been sent. */
    private static final String CONNECTED = "portnokkel.connected";

    private ApacheHttpClientFactory() {}

    /** @param names resolves host names; each address is tried in turn */
    static PoolingHttpClientConnectionManager connections(HttpSettings settings, DnsResolver names) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setSupportedProtocols(TLS.V_1_2, TLS.V_1_3)
                        .setHandshakeTimeout(connect)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.of(settings.timeout()))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build());
        if (!settings.authorities().isEmpty()) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(trusting(settings.authorities())));
        }
        return connections.build();
    }

    static CloseableHttpClient create(HttpSettings settings, HttpClientConnectionManager connections) {
        Timeout exchange = Timeout.of(settings.timeout());
        HttpClientBuilder client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(exchange)
                        .setResponseTimeout(exchange)
                        .build())
                .setUserAgent("Portnokkel/" + ProductVersion.VERSION)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), CONNECTED, (request, scope, chain) -> {
                    scope.clientContext.setAttribute(CONNECTED, true);
                    return chain.proceed(request, scope);
                });
        settings.proxy().map(ApacheHttpClientFactory::host).ifPresent(client::setProxy);
        return client.build();
    }

    /** Returns whether an exchange established a connection, including TLS and proxy. */
    static boolean wasConnected(HttpContext exchange) {
        return exchange.getAttribute(CONNECTED) != null;
    }

    private static HttpHost host(URI proxy) {
        return new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort());
    }

    private static SSLContext trusting(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException("The JVM cannot create an in-memory key store", impossible);
        }
    }
}
