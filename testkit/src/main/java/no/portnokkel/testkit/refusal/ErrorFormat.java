package no.portnokkel.testkit.refusal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** Refusals have had two shapes; a client meets the older one in logs, in tests and behind old gateways. */
public enum ErrorFormat {
    /** A {@code trace_id} of 32 hexadecimal digits behind the text, and {@code error_uri} where there is a code. */
    CURRENT {
        @Override
        String trailer(byte[] id) {
            return "(trace_id: " + HexFormat.of().formatHex(id) + ")";
        }
    },
    /** Until about 2023: a {@code correlation id} in the form of a UUID, and no {@code error_uri}. */
    BEFORE_2023 {
        @Override
        String trailer(byte[] id) {
            ByteBuffer halves = ByteBuffer.wrap(id);
            return "(correlation id: " + new UUID(halves.getLong(), halves.getLong()) + ")";
        }
    };

    abstract String trailer(byte[] id);
}
