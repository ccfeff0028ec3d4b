package no.portnokkel.testkit;

import java.net.URI;
import java.security.SecureRandom;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.refusal.ErrorFormat;
import no.portnokkel.testkit.refusal.Refusal;

/** Creates HTTP responses for refusals, each with its own trace id. */
record ErrorResponses(URI issuer, ErrorFormat format, SecureRandom random) {

    private static final int ID_BYTES = 16;

    HttpResponse of(Refusal refusal) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HttpResponse.json(refusal.status(), refusal.members(issuer, format, id));
    }
}
