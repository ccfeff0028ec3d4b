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
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** The HTTP transport with limits for tests: five seconds for an exchange, half a second for a connection. */
final class TransportFixture implements AutoCloseable {
    /** The time within which a caller gets a result, also on a busy machine. */
    static final Duration LIMIT = Duration.ofSeconds(9);

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http;

    private TransportFixture(HttpSettings settings, DnsResolver names) {
        this.http = new ApacheHttpTransport(settings, timer, names);
    }

    static TransportFixture plain() {
        return within(TIMEOUT);
    }

    static TransportFixture within(Duration timeout) {
        return new TransportFixture(
                new HttpSettings(CONNECT, timeout, Optional.empty(), List.of()), SystemDefaultDnsResolver.INSTANCE);
    }

    static TransportFixture through(RawServer proxy) {
        URI address = URI.create("http://127.0.0.1:" + proxy.port());
        return new TransportFixture(
                new HttpSettings(CONNECT, TIMEOUT, Optional.of(address), List.of()), SystemDefaultDnsResolver.INSTANCE);
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
