package no.portnokkel.maskinporten.token.life;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.token.attempt.Attempts;
import no.portnokkel.maskinporten.token.attempt.Demand;
import no.portnokkel.maskinporten.token.attempt.Outcome;
import no.portnokkel.maskinporten.token.attempt.TimedToken;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was issued into the slot, and starts nothing when what lies there by now will do. A token that came leaves no
 * failure to remember, so the parts that do are let go until the next attempt: thousands of kept tokens cost less.
 */
final class Keeps implements Attempts {
    private final TokenRequest request;
    private final Terms terms;
    private final Slot slot;
    private volatile @Nullable Attempts next;

    Keeps(TokenRequest request, Terms terms, Slot slot) {
        this.request = request;
        this.terms = terms;
        this.slot = slot;
    }

    /** To be called by one at a time: its neighbour lets one flight go. */
    @Override
    public CompletionStage<Outcome> start(Demand demand) {
        TimedToken kept = slot.held();
        if (kept != null && demand.isMetBy(kept, terms.nowNanos())) {
            return CompletableFuture.completedFuture(kept);
        }
        Attempts known = next;
        Attempts attempts = known == null ? terms.attempts(request) : known;
        next = attempts;
        return attempts.start(demand).thenApply(this::keep);
    }

    private Outcome keep(Outcome outcome) {
        if (outcome instanceof TimedToken issued) {
            slot.put(issued);
            next = null;
        }
        return outcome;
    }

    @Override
    public void forget() {
        Attempts known = next;
        if (known != null) {
            known.forget();
        }
    }
}
