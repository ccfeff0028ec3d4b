package no.portnokkel.testkit.refusal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** The two formats of refusals. A client meets the older one in logs, in tests and behind old gateways. */
public enum ErrorFormat {
    /** The text ends with a {@code trace_id} of 32 hexadecimal digits; {@code error_uri} is present when there is a code. */
    CURRENT {
        @Override
        String trailer(byte[] id) {
            return "(trace_id: " + HexFormat.of().formatHex(id) + ")";
        }
    },
    /** Until about 2023: the text ends with a {@code correlation id} that is a UUID; no {@code error_uri}. */
    BEFORE_2023 {
        @Override
        String trailer(byte[] id) {
            ByteBuffer halves = ByteBuffer.wrap(id);
            return "(correlation id: " + new UUID(halves.getLong(), halves.getLong()) + ")";
        }
    };

    abstract String trailer(byte[] id);
}
