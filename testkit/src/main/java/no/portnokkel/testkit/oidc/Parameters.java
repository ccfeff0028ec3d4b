package no.portnokkel.testkit.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import no.portnokkel.testkit.http.HttpRequest;

/**
 * The parameters of a query or a form.
 *
 * @param values by name; of several the last
 */
record Parameters(Map<String, String> values) {

    static Parameters parse(String encoded) {
        Map<String, String> values = new HashMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                values.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return new Parameters(values);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    boolean is(String name, String expected) {
        return value(name).equals(expected);
    }

    /** Returns whether a token request is authenticated: by HTTP Basic or in the form (RFC 6749, section 2.3.1). */
    boolean isOfClient(HttpRequest request) {
        String basic = Base64.getEncoder()
                .encodeToString((OpenIdProvider.CLIENT_ID + ":" + OpenIdProvider.CLIENT_SECRET).getBytes(UTF_8));
        return request.header("authorization")
                        .filter(("Basic " + basic)::equals)
                        .isPresent()
                || (is("client_id", OpenIdProvider.CLIENT_ID) && is("client_secret", OpenIdProvider.CLIENT_SECRET));
    }
}
