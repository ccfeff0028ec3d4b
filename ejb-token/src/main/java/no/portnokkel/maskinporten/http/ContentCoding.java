package no.portnokkel.maskinporten.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import no.portnokkel.problem.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Decodes bodies that an intermediary has compressed although the request says that it must not (RFC 9110, section 8.4.1). */
final class ContentCoding {
    private static final int QUOTED = 40;
    private static final int ZLIB_METHOD = 8; // RFC 1950, section 2.2
    private static final int ZLIB_CHECK = 31;

    private ContentCoding() {}

    /**
     * Returns a decoded body, or its first {@code limit + 1} bytes if it is longer than {@code limit}.
     *
     * @param body as it was received
     * @param header the value of {@code Content-Encoding}; null if there was none
     * @throws IOException if the coding is unknown, or the body is not what the header says
     */
    static byte[] decoded(byte[] body, @Nullable String header, int limit) throws IOException {
        List<String> codings = Arrays.stream(header == null ? new String[0] : header.split(",", -1))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.isEmpty() || body.length == 0) {
            return body;
        }
        try (InputStream in = decoding(String.join(", ", codings), body)) {
            return in.readNBytes(limit + 1);
        }
    }

    private static InputStream decoding(String coding, byte[] body) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in, new Inflater(!hasZlibHeader(body)));
            default ->
                throw new IOException("The answer has a Content-Encoding that was not asked for: "
                        + UntrustedText.clean(coding, QUOTED));
        };
    }

    /** Some servers leave out the header that {@code deflate} includes. */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length > 1
                && (body[0] & 0x0F) == ZLIB_METHOD
                && (((body[0] & 0xFF) << Byte.SIZE) + (body[1] & 0xFF)) % ZLIB_CHECK == 0;
    }
}
