package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import no.portnokkel.admin.security.TrustedProxies;

/**
 * The address of the control room as the browser knows it. The {@code Host} header is the caller's word: it decides only where the
 * provider is asked to send the same browser back to, and the provider accepts registered addresses only.
 */
final class OwnAddress {
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

    private OwnAddress() {}

    /**
     * Returns an absolute address; empty without a usable {@code Host}, or when others could read the traffic.
     *
     * @param path below the context root, with a leading slash
     */
    static Optional<URI> of(String path, HttpServletRequest request, TrustedProxies proxies) {
        String host = request.getHeader("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            return Optional.empty();
        }
        boolean secure = proxies.isSecure(request);
        boolean plainAllowed = SessionCookie.isLoopback(host.replaceFirst(":[0-9]{1,5}$", ""));
        return secure || plainAllowed
                ? Optional.of(URI.create((secure ? "https://" : "http://") + host + request.getContextPath() + path))
                : Optional.empty();
    }
}
