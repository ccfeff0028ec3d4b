package no.portnokkel.maskinporten.config;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Limits and ways of the connection to Maskinporten.
 *
 * @param connectTimeout for one address
 * @param timeout for the whole exchange, the body included
 * @param proxy {@code http://host:port}
 * @param authorities that may vouch for Maskinporten's TLS; empty: those of the JVM
 */
public record HttpSettings(
        Duration connectTimeout, Duration timeout, Optional<URI> proxy, List<X509Certificate> authorities) {}
