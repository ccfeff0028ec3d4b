package no.portnokkel.maskinporten.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import no.portnokkel.events.PortnokkelEvent.RefreshFailed;
import no.portnokkel.events.PortnokkelEvent.Requested;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.cache.TokenCache.CacheContext;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchReason;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult;
import no.portnokkel.maskinporten.cache.TokenFetcher.FetchResult.Failed;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Calls the token source on a thread of this software, never on a caller's, and applies the refresh policy to the result. */
final class SourceFetcher implements TokenFetcher {
    private final TokenRequest request;
    private final CacheContext context;

    SourceFetcher(TokenRequest request, CacheContext context) {
        this.request = request;
        this.context = context;
    }

    @Override
    public CompletionStage<FetchResult> fetch(FetchReason reason) {
        long suspendedBefore = context.suspendDetector().suspendedNanos();
        Supplier<FetchResult> fetch = () -> fetchNow(suspendedBefore);
        try {
            return reason instanceof FetchReason.RefreshAhead
                    ? CompletableFuture.supplyAsync(fetch, context.runtime().refreshExecutor())
                            .exceptionally(SourceFetcher::failed)
                            .thenApply(this::publishFailure)
                    : context.runtime().fetchExecutor().submit(fetch).exceptionally(SourceFetcher::failed);
        } catch (RejectedExecutionException noThread) {
            Problem problem = Problem.of(ProblemCode.HSM_BUSY, "hsm-busy.too-many-fetches");
            return CompletableFuture.completedFuture(new Failed(new TokenUnavailableException(problem, noThread)));
        }
    }

    private FetchResult fetchNow(long suspendedBefore) {
        TimedToken issued = context.refreshPolicy()
                .apply(context.source().token(request))
                .agedBy(context.suspendDetector().suspendedNanos() - suspendedBefore);
        return issued.isUsable(context.nowNanos()) ? issued : Failed.expiredOnArrival();
    }

    /** Any exception ends the fetch and is returned to the callers, or they would wait in vain. */
    private static FetchResult failed(Throwable failure) {
        return new Failed(
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
    }

    private FetchResult publishFailure(FetchResult result) {
        if (result instanceof Failed failed && failed.cause() instanceof TokenException known) {
            context.runtime()
                    .events()
                    .publish(new RefreshFailed(
                            context.runtime()
                                    .events()
                                    .source(
                                            context.environment(),
                                            request.client().orElse("")),
                            Requested.of(request),
                            known.problem()));
        }
        return result;
    }

    @Override
    public void clearFailures() {}
}
