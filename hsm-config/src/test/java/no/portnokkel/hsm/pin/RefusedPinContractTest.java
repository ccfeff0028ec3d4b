package no.portnokkel.hsm.pin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.files.PrivateFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of refused PINs from an earlier release keep their meaning: the file name is the token, the line is the
 * PIN.
 */
class RefusedPinContractTest {
    private static final String TOKEN = "bank\n0123456789abcdef";
    private static final String FILE = "63e61ffcc14afe9a-0a1b2c3d";

    @TempDir
    Path folder;

    @BeforeEach
    void an_earlier_release_has_recorded_a_pin() throws IOException {
        Files.writeString(folder.resolve(FILE), ContractRecord.sample("refused-pin-1111111111"));
    }

    @Test
    void the_recorded_pin_is_found_with_the_answer_of_the_token() {
        assertThat(refused(TOKEN, "1111111111")).hasValueSatisfying(note -> {
            assertThat(note.file()).isEqualTo(folder.resolve(FILE));
            assertThat(note.answer()).isEqualTo("CKR_PIN_INCORRECT");
        });
    }

    @Test
    void another_pin_and_another_token_are_not_found() {
        assertThat(refused(TOKEN, "1111111112")).isEmpty();
        assertThat(refused("bank\n0123456789abcdee", "1111111111")).isEmpty();
    }

    private Optional<RefusedPinRecord> refused(String token, String digits) {
        try (Pin pin = Pin.ofBytes(digits.getBytes(UTF_8))) {
            return new RefusedPinStore(privateFolder(), new SecureRandom()).find(token, pin);
        }
    }

    private PrivateFolder privateFolder() {
        try {
            return PrivateFolder.at(folder);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }
}
