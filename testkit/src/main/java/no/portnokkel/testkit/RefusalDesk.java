package no.portnokkel.testkit;

import java.net.URI;
import java.security.SecureRandom;
import no.portnokkel.testkit.http.Answer;
import no.portnokkel.testkit.refusal.AnswerEra;
import no.portnokkel.testkit.refusal.Refusal;

/** Dresses refusals, each with an id of its own. */
record RefusalDesk(URI issuer, AnswerEra era, SecureRandom random) {

    private static final int ID_BYTES = 16;

    Answer answer(Refusal refusal) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Answer.json(refusal.status(), refusal.members(issuer, era, id));
    }
}
