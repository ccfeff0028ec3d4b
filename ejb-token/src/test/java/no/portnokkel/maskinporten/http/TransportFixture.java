package no.portnokkel.maskinporten.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.config.ProxySettings;
import no.portnokkel.maskinporten.config.ProxySettings.Credentials;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** The HTTP transport with limits for tests: five seconds for an exchange, half a second for a connection. */
final class TransportFixture implements AutoCloseable {
    /** The time within which a caller gets a result, also on a busy machine. */
    static final Duration LIMIT = Duration.ofSeconds(9);

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(7);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http;

    private TransportFixture(HttpSettings settings, DnsResolver names) {
        this(settings, IDLE_LIMIT, names);
    }

    private TransportFixture(HttpSettings settings, Duration idleLimit, DnsResolver names) {
        this.http = new ApacheHttpTransport(settings, LONGEST_WAIT, idleLimit, timer, names);
    }

    static TransportFixture closingIdleConnectionsAfter(Duration idleLimit) {
        return new TransportFixture(
                new HttpSettings(CONNECT, TIMEOUT, Optional.empty(), List.of()),
                idleLimit,
                SystemDefaultDnsResolver.INSTANCE);
    }

    static TransportFixture plain() {
        return within(TIMEOUT);
    }

    static TransportFixture within(Duration timeout) {
        return new TransportFixture(
                new HttpSettings(CONNECT, timeout, Optional.empty(), List.of()), SystemDefaultDnsResolver.INSTANCE);
    }

    static TransportFixture through(RawServer proxy) {
        return through("http://127.0.0.1:" + proxy.port(), Optional.empty());
    }

    /** With certificates of servers behind the proxy. */
    static TransportFixture through(String proxy, Optional<Credentials> credentials, X509Certificate... authorities) {
        return new TransportFixture(
                new HttpSettings(
                        CONNECT,
                        TIMEOUT,
                        Optional.of(new ProxySettings(URI.create(proxy), credentials)),
                        List.of(authorities)),
                SystemDefaultDnsResolver.INSTANCE);
    }

    static TransportFixture trusting(X509Certificate... authorities) {
        return new TransportFixture(
                new HttpSettings(TIMEOUT, TIMEOUT, Optional.empty(), List.of(authorities)),
                SystemDefaultDnsResolver.INSTANCE);
    }

    /** Resolves all host names to these addresses, in this order. */
    static TransportFixture resolving(String... addresses) {
        return new TransportFixture(
                new HttpSettings(CONNECT, TIMEOUT, Optional.empty(), List.of()), new Addresses(List.of(addresses)));
    }

    HttpTransport http() {
        return http;
    }

    @Override
    public void close() {
        http.close();
        timer.shutdownNow();
    }

    private record Addresses(List<String> of) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] found = new InetAddress[of.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getAllByName(of.get(i))[0];
            }
            return found;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
