package no.portnokkel.admin.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import no.portnokkel.control.ProblemException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.problem.Text;

/** The body of an unlock request: the PIN that a security officer has typed. */
public final class UnlockRequest {
    private UnlockRequest() {}

    /**
     * Reads {@code {pin}}.
     *
     * @return the PIN; the caller must close it
     * @throws ProblemException {@code request-invalid}; never quotes the PIN
     * @throws IOException when the connection is closed before the end of the body
     */
    public static Pin read(InputStream json) throws IOException {
        RequestBody body = RequestBody.read(json, "pin");
        char[] typed = body.text("pin").toCharArray(); // jakarta.json returns a String only, which cannot be wiped
        try {
            return Pin.ofText(typed);
        } catch (IllegalArgumentException empty) {
            throw body.invalidMember("pin", Text.message("expected.pin"));
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
