package no.portnokkel.maskinporten.token.life;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.token.TokenSource;
import no.portnokkel.maskinporten.token.life.Outcome.Failed;

/** Asks the source on a thread of ours, never on a caller's, and lays the windows over what it issues. */
final class Asks implements Attempts {
    private final TokenSource source;
    private final TokenRequest request;
    private final KeptTokens.Limits limits;
    private final Means means;

    Asks(TokenSource source, TokenRequest request, KeptTokens.Limits limits, Means means) {
        this.source = source;
        this.request = request;
        this.limits = limits;
        this.means = means;
    }

    @Override
    public CompletionStage<Outcome> start(Demand demand) {
        CompletableFuture<Outcome> flight = new CompletableFuture<>();
        long sleptBefore = limits.sleep().slept();
        try {
            (demand instanceof Demand.Ahead ? means.ahead() : means.flights())
                    .execute(() -> flight.complete(ask(sleptBefore)));
        } catch (RejectedExecutionException full) {
            flight.complete(new Failed(new TokenUnavailableException(NoToken.busy(), full)));
        }
        return flight;
    }

    private Outcome ask(long sleptBefore) {
        try {
            TimedToken issued = limits.windows()
                    .of(source.token(request))
                    .olderBy(limits.sleep().slept() - sleptBefore);
            return issued.isUsable(means.nanoClock().getAsLong())
                    ? issued
                    : new Failed(new TokenUnavailableException(NoToken.tooOld()));
        } catch (RuntimeException | Error failed) { // whatever ended it: nobody is left waiting
            return new Failed(failed);
        }
    }

    @Override
    public void forget() {}
}
