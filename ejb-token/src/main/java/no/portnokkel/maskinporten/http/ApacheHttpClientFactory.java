package no.portnokkel.maskinporten.http;

import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Creates an HTTP client without automatic behaviour: no redirects, retries, cookies or cached credentials. */
final class ApacheHttpClientFactory {
    private static final int CONNECTIONS = 50;
    private static final AtomicLong NUMBERS = new AtomicLong();

    private ApacheHttpClientFactory() {}

    /**
     * @param idleLimit a connection that was idle for longer is closed instead of used again
     * @param names resolves host names; each address is tried in turn
     */
    static PoolingHttpClientConnectionManager connections(
            HttpSettings settings, Duration idleLimit, DnsResolver names) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setConnectionFactory(unbound -> new PooledConnection("http-" + NUMBERS.incrementAndGet()))
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setSupportedProtocols(TLS.V_1_2, TLS.V_1_3)
                        .setHandshakeTimeout(connect)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.of(settings.timeout()))
                        .setIdleTimeout(Timeout.of(idleLimit))
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
                .setRequestExecutor(new HttpExchange.Executor());
        settings.proxy().ifPresent(proxy -> ProxyAccess.configure(client, proxy));
        return client.build();
    }

    /** Without a {@code KeyStore}: in a JVM for FIPS the default type may be one that cannot be made in memory. */
    private static SSLContext trusting(List<X509Certificate> authorities) {
        try {
            Set<TrustAnchor> anchors = authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, new X509CertSelector());
            path.setRevocationEnabled(false); // as the JVM does by default
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(new CertPathTrustManagerParameters(path));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("This JVM cannot check TLS certificates: " + noTls.getMessage(), noTls);
        }
    }
}
