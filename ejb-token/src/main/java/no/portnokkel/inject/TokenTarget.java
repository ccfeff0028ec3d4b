package no.portnokkel.inject;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import no.portnokkel.maskinporten.Origin;

/**
 * The addresses that may receive a token: one origin, and the path segments below one path.
 *
 * @param base {@code https} or loopback, without query; a final slash of its path has no meaning
 */
record TokenTarget(URI base) {
    /** Encoded dots, slashes and backslashes, with any number of repeated encodings of the percent sign. */
    private static final Pattern ENCODED_SEPARATOR = Pattern.compile("%(?:25)*(?:2e|2f|5c)", Pattern.CASE_INSENSITIVE);

    TokenTarget {
        if (!Origin.of(base).isConfidential()) {
            throw new IllegalArgumentException(
                    "baseUri " + base + " must be https; plain http is allowed for loopback hosts only.");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || !isPlain(base)) {
            throw new IllegalArgumentException(
                    "baseUri " + base + " must have no user-info, no query, and no dot segments.");
        }
    }

    /** Returns whether a request to this address may carry the token. */
    boolean accepts(URI address) {
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
        return !ENCODED_SEPARATOR.matcher(path).find()
                && segments(uri).stream()
                        .map(segment -> segment.split(";", 2)[0])
                        .noneMatch(name -> name.equals(".") || name.equals(".."));
    }

    private static List<String> segments(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("^/|/$", "");
        return path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
    }
}
