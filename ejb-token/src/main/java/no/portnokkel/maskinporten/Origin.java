package no.portnokkel.maskinporten;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and effective port: what must be equal for two addresses to be the same server (RFC 6454, section 4).
 *
 * @param scheme lower case
 * @param host lower case; a literal IPv6 address in brackets
 * @param port the one that is really connected to
 */
public record Origin(String scheme, String host, int port) {

    /**
     * Returns the origin of an address.
     *
     * @param uri absolute, {@code http} or {@code https}, with a host
     * @throws IllegalArgumentException when it is not
     */
    public static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("An address here is http or https, with a host.");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() >= 0 ? uri.getPort() : usual);
    }

    /** Whether what is sent there cannot be read on the way: {@code https}, or it never leaves this machine. */
    public boolean isConfidential() {
        return scheme.equals("https") || isLoopback();
    }

    /** Literal loopback addresses and {@code localhost} only: what another name resolves to may change. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
