package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP connection to Maskinporten.
 *
 * @param connectTimeout for each address that a host name resolves to
 * @param timeout for the whole exchange including the response body
 * @param proxy {@code http://host:port}; empty for a direct connection
 * @param authorities trusted for Maskinporten's TLS certificate; empty for the JVM's default trust store
 */
public record HttpSettings(
        Duration connectTimeout, Duration timeout, Optional<URI> proxy, List<X509Certificate> authorities) {}
