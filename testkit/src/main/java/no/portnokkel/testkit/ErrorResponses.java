package no.portnokkel.testkit;

import java.net.URI;
import java.security.SecureRandom;
import no.portnokkel.testkit.http.HttpResponse;
import no.portnokkel.testkit.refusal.ErrorFormat;
import no.portnokkel.testkit.refusal.Refusal;

/** Dresses refusals, each with an id of its own. */
record ErrorResponses(URI issuer, ErrorFormat era, SecureRandom random) {

    private static final int ID_BYTES = 16;

    HttpResponse answer(Refusal refusal) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HttpResponse.json(refusal.status(), refusal.members(issuer, era, id));
    }
}
