package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who want a token at the same time share one flight, whatever their reasons. Nobody who stops waiting ends it
 * for the others. Leaves keeping to its neighbour, who has put the token in before the flight is over: whoever comes
 * between the two meets either.
 */
final class SingleFlight implements TokenFetcher {
    private final TokenFetcher next;
    private volatile @Nullable CompletableFuture<FetchResult> flying; // written under the lock, read without

    SingleFlight(TokenFetcher next) {
        this.next = next;
    }

    @Override
    public CompletionStage<FetchResult> start(FetchReason demand) {
        CompletableFuture<FetchResult> mine = new CompletableFuture<>();
        synchronized (this) { // for as long as it takes to look: nobody waits in here
            CompletableFuture<FetchResult> others = flying;
            if (others != null) {
                return others;
            }
            flying = mine;
        }
        next.start(demand).whenComplete((outcome, unexpected) -> {
            land(); // before anybody is told: who comes later gets a flight of their own
            mine.complete(unexpected == null ? outcome : new FetchResult.Failed(unexpected));
        });
        return mine;
    }

    private synchronized void land() {
        flying = null;
    }

    boolean isFlying() {
        return flying != null;
    }

    @Override
    public void forget() {
        next.forget();
    }
}
