package no.portnokkel.maskinporten.token.life;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.token.attempt.Attempts;
import no.portnokkel.maskinporten.token.attempt.Demand;
import no.portnokkel.maskinporten.token.attempt.Outcome;
import no.portnokkel.maskinporten.token.attempt.TimedToken;

/** Puts what was issued into the slot, and starts nothing when what lies there by now will do. */
final class Keeps implements Attempts {
    private final Attempts next;
    private final Slot slot;
    private final LongSupplier nanoClock;

    Keeps(Attempts next, Slot slot, LongSupplier nanoClock) {
        this.next = next;
        this.slot = slot;
        this.nanoClock = nanoClock;
    }

    @Override
    public CompletionStage<Outcome> start(Demand demand) {
        TimedToken kept = slot.kept();
        if (kept != null && demand.isMetBy(kept, nanoClock.getAsLong())) {
            return CompletableFuture.completedFuture(kept);
        }
        return next.start(demand).thenApply(this::keep);
    }

    private Outcome keep(Outcome outcome) {
        if (outcome instanceof TimedToken issued) {
            slot.put(issued);
        }
        return outcome;
    }

    @Override
    public void forget() {
        next.forget();
    }
}
