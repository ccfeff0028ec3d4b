package no.portnokkel.maskinporten;

import java.net.URI;
import java.util.Locale;

/**
 * The origin of an address (RFC 6454, section 4): scheme, host and effective port.
 *
 * @param scheme lower case
 * @param host lower case; a literal IPv6 address in brackets
 * @param port the effective port: the default of the scheme if the address has none
 */
public record Origin(String scheme, String host, int port) {

    /**
     * Returns the origin of an address.
     *
     * @param uri absolute, {@code http} or {@code https}, with a host
     * @throws IllegalArgumentException if it is not
     */
    public static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("The address must be http or https and have a host.");
        }
        int defaultPort = scheme.equals("https") ? 443 : 80;
        return new Origin(
                scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() >= 0 ? uri.getPort() : defaultPort);
    }

    /** Returns whether nobody on the network can read the traffic: {@code https}, or loopback. */
    public boolean isConfidential() {
        return scheme.equals("https") || isLoopback();
    }

    /** Returns whether the host is {@code localhost} or a literal loopback address. Other names may resolve differently later. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
