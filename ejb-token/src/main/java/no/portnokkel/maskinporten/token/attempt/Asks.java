package no.portnokkel.maskinporten.token.attempt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import no.portnokkel.hsm.connection.CallAbandonedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.token.TokenSource;
import no.portnokkel.maskinporten.token.attempt.Outcome.Failed;

/** Asks the source on a thread of ours, never on a caller's, and lays the windows over what it issues. */
final class Asks implements Attempts {
    private final TokenSource source;
    private final TokenRequest request;
    private final Windows windows;
    private final SleepWatch sleep;
    private final Means means;

    Asks(TokenSource source, TokenRequest request, Windows windows, SleepWatch sleep, Means means) {
        this.source = source;
        this.request = request;
        this.windows = windows;
        this.sleep = sleep;
        this.means = means;
    }

    @Override
    public CompletionStage<Outcome> start(Demand demand) {
        long sleptBefore = sleep.slept();
        Supplier<Outcome> asking = () -> ask(sleptBefore);
        try {
            return demand instanceof Demand.Ahead
                    ? CompletableFuture.supplyAsync(asking, means.ahead())
                    : means.flights().begin(asking);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(new Failed(new TokenUnavailableException(NoToken.busy(), full)));
        }
    }

    private Outcome ask(long sleptBefore) {
        try {
            TimedToken issued = windows.of(source.token(request)).olderBy(sleep.slept() - sleptBefore);
            return issued.isUsable(means.nanoClock().getAsLong())
                    ? issued
                    : new Failed(new TokenUnavailableException(NoToken.tooOld()));
        } catch (CallAbandonedException begunAnew) {
            throw begunAnew;
        } catch (RuntimeException | Error failed) { // whatever ended it: nobody is left waiting
            return new Failed(failed);
        }
    }

    @Override
    public void forget() {}
}
