package no.portnokkel.settings;

import java.net.URI;
import java.util.Locale;
import no.portnokkel.problem.Text;

/** An {@code http} or {@code https} address of the configuration. A part that a client would not send is refused, not ignored. */
public final class HttpAddress {
    private static final int MAX_PORT = 65_535;

    private HttpAddress() {}

    /**
     * Returns an absolute address with a host; path and query are allowed.
     *
     * @throws WrongValueException if a client would ignore or change a part of it
     * @throws IllegalArgumentException if it is not an address, or of another scheme
     */
    public static URI of(String text) {
        URI address = URI.create(ValueCharacters.requireIdentifier(text));
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("The address must be http or https and have a host.");
        }
        refuse(address.getRawUserInfo() != null, Text.message("configuration-value.user-info"));
        refuse(address.getHost().endsWith("."), Text.message("configuration-value.final-dot"));
        refuse(address.getRawFragment() != null, Text.message("configuration-value.fragment"));
        boolean emptyPort = address.getRawAuthority().endsWith(":");
        refuse(
                emptyPort || address.getPort() == 0 || address.getPort() > MAX_PORT,
                Text.message("configuration-value.port"));
        return address;
    }

    /** Returns an address without a query: the issuer of an environment (RFC 8414, section 2). */
    public static URI ofIssuer(String text) {
        URI address = of(text);
        refuse(address.getRawQuery() != null, Text.message("configuration-value.query"));
        return address;
    }

    /** Returns the address of a proxy: {@code http://host:port}, nothing else. */
    public static URI ofProxy(String text) {
        URI address = ofIssuer(text);
        if (!"http".equals(address.getScheme()) || address.getPort() < 0) {
            throw new IllegalArgumentException("A proxy address must be http://host:port.");
        }
        refuse(!address.getRawPath().matches("/?"), Text.message("configuration-value.path"));
        return address;
    }

    private static void refuse(boolean found, Text defect) {
        if (found) {
            throw new WrongValueException(defect);
        }
    }
}
