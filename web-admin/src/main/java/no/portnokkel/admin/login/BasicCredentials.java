package no.portnokkel.admin.login;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Parses the {@code Authorization} header of HTTP Basic (RFC 7617), in UTF-8. */
final class BasicCredentials {
    private static final String SCHEME = "basic ";

    private BasicCredentials() {}

    /** Returns user name and password; empty when the header has another scheme or is malformed. */
    static Optional<UsernamePasswordCredential> parse(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(SCHEME.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new UsernamePasswordCredential(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
