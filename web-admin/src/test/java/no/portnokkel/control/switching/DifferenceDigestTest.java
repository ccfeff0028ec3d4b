package no.portnokkel.control.switching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import no.portnokkel.control.switching.Switch.Difference;
import org.junit.jupiter.api.Test;

class DifferenceDigestTest {
    private static final Difference ENVIRONMENT =
            new Difference("environment", Optional.of("lab"), Optional.of("rehearsal"));
    private static final Difference KID = new Difference("kid", Optional.empty(), Optional.of("nøkkel \"2\""));

    @Test
    void the_digest_is_that_of_the_canonical_json_that_anybody_can_write() throws NoSuchAlgorithmException {
        String canonical = "[{\"from\":\"lab\",\"to\":\"rehearsal\",\"what\":\"environment\"},"
                + "{\"to\":\"nøkkel \\\"2\\\"\",\"what\":\"kid\"}]";
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));

        assertThat(Difference.digest(List.of(ENVIRONMENT, KID)))
                .isEqualTo(HexFormat.of().formatHex(sha256))
                .isEqualTo("001ff22e450638ce4c6d38db3b30de06e58ca040adc32597bfeb662f8ca3a2da");
    }

    @Test
    void another_order_or_value_is_another_digest() {
        assertThat(List.of(
                        Difference.digest(List.of(ENVIRONMENT, KID)),
                        Difference.digest(List.of(KID, ENVIRONMENT)),
                        Difference.digest(List.of(ENVIRONMENT)),
                        Difference.digest(List.of())))
                .doesNotHaveDuplicates();
    }
}
