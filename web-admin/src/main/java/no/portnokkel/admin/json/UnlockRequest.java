package no.portnokkel.admin.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import no.portnokkel.control.ProblemException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.problem.Text;

/** The PIN that an officer has typed. */
public final class UnlockRequest {
    private UnlockRequest() {}

    /**
     * Reads {@code {pin}}.
     *
     * @return the caller's to close
     * @throws ProblemException {@code request-invalid}, which does not quote it
     * @throws IOException when the connection ends early
     */
    public static Pin read(InputStream json) throws IOException {
        RequestBody body = RequestBody.read(json, "pin");
        char[] typed = body.text("pin").toCharArray(); // jakarta.json gives no characters that could be wiped
        try {
            return Pin.ofText(typed);
        } catch (IllegalArgumentException empty) {
            throw body.wrong("pin", Text.message("unlock-request.typed"));
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
