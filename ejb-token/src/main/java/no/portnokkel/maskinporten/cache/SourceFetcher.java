package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.FetchResult.Failed;
import no.portnokkel.maskinporten.endpoint.TokenSource;

/** Asks the source on a thread of ours, never on a caller's, and lays the windows over what it issues. */
final class SourceFetcher implements TokenFetcher {
    private final TokenSource source;
    private final TokenRequest request;
    private final RefreshPolicy windows;
    private final SuspendDetector sleep;
    private final FetchRuntime means;

    SourceFetcher(
            TokenSource source,
            TokenRequest request,
            RefreshPolicy windows,
            SuspendDetector sleep,
            FetchRuntime means) {
        this.source = source;
        this.request = request;
        this.windows = windows;
        this.sleep = sleep;
        this.means = means;
    }

    @Override
    public CompletionStage<FetchResult> start(FetchReason demand) {
        long sleptBefore = sleep.slept();
        Supplier<FetchResult> asking = () -> ask(sleptBefore);
        try {
            CompletableFuture<FetchResult> asked = demand instanceof FetchReason.Ahead
                    ? CompletableFuture.supplyAsync(asking, means.ahead())
                    : means.flights().submit(asking);
            return asked.exceptionally(SourceFetcher::failed);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(
                    new Failed(new TokenUnavailableException(FetchProblems.busy(), full)));
        }
    }

    private FetchResult ask(long sleptBefore) {
        TimedToken issued = windows.of(source.token(request)).olderBy(sleep.slept() - sleptBefore);
        return issued.isUsable(means.nanoClock().getAsLong())
                ? issued
                : new Failed(new TokenUnavailableException(FetchProblems.tooOld()));
    }

    /** Whatever ended the task: callers get it and none is left waiting. */
    private static FetchResult failed(Throwable failure) {
        return new Failed(
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
    }

    @Override
    public void forget() {}
}
