package no.portnokkel.control.switching;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import no.portnokkel.control.switching.Switch.Difference;
import org.erdtman.jcs.JsonCanonicalizer;

/** SHA-256 of a difference as canonical JSON (RFC 8785), which anybody can compute from what the control room shows. */
final class DifferenceDigest {
    private DifferenceDigest() {}

    /** Returns the digest of the array of objects with {@code what}, {@code from} and {@code to}; lower-case hexadecimal. */
    static String of(List<Difference> lines) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Difference line : lines) {
            JsonObjectBuilder object = Json.createObjectBuilder().add("what", line.what());
            line.from().ifPresent(before -> object.add("from", before));
            line.to().ifPresent(after -> object.add("to", after));
            array.add(object);
        }
        try {
            byte[] canonical = new JsonCanonicalizer(array.build().toString()).getEncodedUTF8();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (IOException malformed) {
            throw new UncheckedIOException("a JSON array that was just written", malformed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
