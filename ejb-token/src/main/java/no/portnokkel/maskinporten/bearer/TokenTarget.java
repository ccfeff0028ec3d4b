package no.portnokkel.maskinporten.bearer;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * The addresses that may receive a token: one origin, and the path segments below one path.
 *
 * @param base {@code https} or loopback, without query; a final slash of its path has no meaning
 */
public record TokenTarget(URI base) {
    private static final Pattern INVISIBLE = Pattern.compile("\\p{C}");
    private static final Pattern SLASH = Pattern.compile("[/\\\\]");

    /** Not of any standard, but decoded by some servers. */
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("%u([0-9a-fA-F]{4})");

    /**
     * Encoded dots, slashes and backslashes, with any number of repeated encodings of the percent sign; also in the overlong forms
     * of UTF-8 and in the form {@code %u002e}, which some servers accept.
     */
    private static final Pattern ENCODED_SEPARATOR = Pattern.compile(
            "%(?:25)*(?:2e|2f|5c|u(?:00|ff)(?:2e|2f|5c|0e|0f|3c)|(?:c0|e0%(?:25)*80)%(?:25)*(?:ae|af)|c1%(?:25)*9c)",
            Pattern.CASE_INSENSITIVE);

    /**
     * @throws IllegalArgumentException if it is plain {@code http} and not loopback, or has user-info, a query or dot segments; with a
     *     message for the developer
     */
    public TokenTarget {
        if (!Origin.of(base).isConfidential()) {
            throw new IllegalArgumentException(
                    "baseUri " + base + " must be https; plain http is allowed for loopback hosts only.");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || !isPlain(base)) {
            throw new IllegalArgumentException(
                    "baseUri " + base + " must have no user-info, no query, and no dot segments.");
        }
    }

    /**
     * Checks that a request may carry the token.
     *
     * @param address that the request is really sent to
     * @throws TokenRefusedException if it is not at this origin and below this path; the message has its origin only
     */
    public void require(URI address) {
        if (!accepts(address)) {
            String origin = address.getScheme() + "://" + address.getHost();
            throw new TokenRefusedException(Problem.of(
                    ProblemCode.REQUEST_INVALID,
                    "request-invalid.outside-target",
                    Map.of("baseUri", base, "origin", origin)));
        }
    }

    /** Returns whether a request to this address may carry the token. */
    public boolean accepts(URI address) {
        if (address.getHost() == null || address.getRawUserInfo() != null || !isPlain(address)) {
            return false;
        }
        String scheme = address.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            return false;
        }
        return Origin.of(address).equals(Origin.of(base)) && isBelow(segments(address), segments(base));
    }

    private static boolean isBelow(List<String> path, List<String> root) {
        return path.size() >= root.size() && path.subList(0, root.size()).equals(root);
    }

    /** Returns whether all servers resolve the path in the same way, so that it cannot leave the target after decoding. */
    private static boolean isPlain(URI uri) {
        String path = String.valueOf(uri.getRawPath());
        return !ENCODED_SEPARATOR.matcher(path).find() && segments(uri).stream().noneMatch(TokenTarget::isDotSegment);
    }

    /**
     * Returns whether some server may take a segment for {@code .} or {@code ..}: after it has decoded it more than once, mapped
     * compatibility characters such as fullwidth dots, and cut it off at a path parameter or a control character. A slash that
     * appears in between may begin such a segment.
     */
    private static boolean isDotSegment(String segment) {
        String decoded = segment;
        for (String before = ""; !before.equals(decoded); ) {
            before = decoded;
            decoded = Normalizer.normalize(decodedOnce(decoded), Normalizer.Form.NFKC);
        }
        String visible = INVISIBLE.matcher(decoded).replaceAll("");
        return visible.startsWith("..")
                || visible.split(";", 2)[0].equals(".")
                || SLASH.matcher(visible).find();
    }

    private static String decodedOnce(String text) {
        String decoded = UNICODE_ESCAPE
                .matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escape.group(1), 16))));
        try {
            return URLDecoder.decode(decoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) { // a percent sign that stands for itself
            return decoded;
        }
    }

    private static List<String> segments(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("^/|/$", "");
        return path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
    }
}
