package no.portnokkel.maskinporten.token.life;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import no.portnokkel.maskinporten.token.attempt.Attempts;
import no.portnokkel.maskinporten.token.attempt.Demand;
import no.portnokkel.maskinporten.token.attempt.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who want a token at the same time share one flight, whatever their reasons. Nobody who stops waiting ends it
 * for the others. Leaves keeping to its neighbour, who has put the token in before the flight is over: whoever comes
 * between the two meets either.
 */
final class OneFlight implements Attempts {
    private final Attempts next;
    private final AtomicReference<@Nullable CompletableFuture<Outcome>> flying = new AtomicReference<>();

    OneFlight(Attempts next) {
        this.next = next;
    }

    @Override
    public CompletionStage<Outcome> start(Demand demand) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Outcome> others = flying.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        next.start(demand).whenComplete((outcome, unexpected) -> {
            flying.set(null); // before anybody is told: who comes later gets a flight of their own
            mine.complete(unexpected == null ? outcome : new Outcome.Failed(unexpected));
        });
        return mine;
    }

    boolean isFlying() {
        return flying.get() != null;
    }

    @Override
    public void forget() {
        next.forget();
    }
}
