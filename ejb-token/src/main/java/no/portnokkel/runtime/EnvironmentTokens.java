package no.portnokkel.runtime;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.PortnokkelEvent.EnvironmentSwitched;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.maskinporten.cache.TimedToken;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.EnvironmentContextFactory.EnvironmentContext;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the active environment. A switch replaces the whole {@link EnvironmentContext}, so that nothing of one environment, not
 * even a fetch in progress, can serve a caller of the next.
 */
final class EnvironmentTokens implements Tokens {
    private final EnvironmentChoices choices;
    private final EnvironmentContextFactory contextFactory;
    private final EventPublisher events;
    private final LongSupplier nanoClock;
    private final ThreadPools threads;
    private final Set<PendingToken> pending = ConcurrentHashMap.newKeySet();
    private volatile EnvironmentContext context;
    private volatile boolean isStopped;

    EnvironmentTokens(
            EnvironmentChoices choices,
            EnvironmentContextFactory contextFactory,
            EventPublisher events,
            LongSupplier nanoClock,
            ThreadPools threads) {
        this.choices = choices;
        this.contextFactory = contextFactory;
        this.events = events;
        this.nanoClock = nanoClock;
        this.threads = threads;
        this.context = contextFactory.create(choices.read(), this::isStillActive);
    }

    @Override
    public AccessToken get(TokenRequest request) {
        return fromActive(request, CachedToken::get).token();
    }

    @Override
    public CompletionStage<AccessToken> getAsync(TokenRequest request) {
        AccessToken cached = isStopped ? null : context.tokens().entry(request).hit(nanoClock.getAsLong());
        if (cached != null) {
            return CompletableFuture.completedFuture(cached);
        }
        PendingToken token = new PendingToken(request);
        pending.add(token);
        token.read();
        return token.stage;
    }

    @Override
    public Supplier<AccessToken> supplier(TokenRequest request) {
        return new EntrySupplier(request);
    }

    @Override
    public AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return fromActive(request, entry -> entry.insteadOf(refused)).token();
    }

    /** Reads a token from the active environment; repeats if the environment was switched meanwhile. */
    TimedToken fromActive(TokenRequest request, Function<CachedToken, TimedToken> read) {
        while (true) { // one iteration per switch
            EnvironmentContext used = context;
            if (isStopped) {
                throw stopping(null);
            }
            try {
                TimedToken token = read.apply(used.tokens().entry(request));
                if (isCurrent(used.choice())) {
                    return token;
                }
            } catch (RuntimeException failed) {
                if (isStopped) { // the stop has ended the fetch, whatever the failure says
                    throw stopping(failed);
                }
                if (!(failed instanceof TokenUnavailableException) || isCurrent(used.choice())) {
                    throw failed;
                }
            }
        }
    }

    private static TokenUnavailableException stopping(@Nullable RuntimeException cause) {
        Problem problem = Problem.of(ProblemCode.STOPPING, "stopping");
        return cause == null ? new TokenUnavailableException(problem) : new TokenUnavailableException(problem, cause);
    }

    /** Returns no more tokens: callers, those that wait too, are told that the application stops. */
    void stop() {
        isStopped = true;
        pending.forEach(token -> token.end(null, stopping(null)));
    }

    EnvironmentContext context() {
        return context;
    }

    private boolean isCurrent(EnvironmentChoice choice) {
        return context.choice().isOfSameSwitch(choice);
    }

    private boolean isStillActive(EnvironmentChoice choice) {
        poll();
        return isCurrent(choice) && choices.isVerified();
    }

    /** Reads the stored choice and applies it. Called once a second, and immediately before each grant is signed. */
    synchronized void poll() {
        EnvironmentChoice stored = choices.read();
        EnvironmentContext old = context;
        if (stored.equals(old.choice())) {
            return;
        }
        if (isCurrent(stored)) {
            context = contextFactory.withKeys(old, stored);
        } else {
            context = contextFactory.create(stored, this::isStillActive);
            old.tokens().close(); // suppliers keep references to its entries
            events.publish(new EnvironmentSwitched(
                    events.source(stored.environment().orElse(""), ""),
                    old.choice().environment(),
                    stored.version()));
        }
    }

    /** The token of a caller that does not wait. Ends by the fetch, its time limit or the stop. */
    private final class PendingToken {
        private final TokenRequest request;
        private final CompletableFuture<AccessToken> stage = new CompletableFuture<>();

        PendingToken(TokenRequest request) {
            this.request = request;
        }

        /** Reads the token from the active environment; repeats if the environment was switched meanwhile. */
        void read() {
            EnvironmentContext used = context;
            if (isStopped) {
                end(null, stopping(null));
                return;
            }
            try {
                used.tokens().entry(request).getAsync(threads.timer()).whenComplete((token, failure) -> {
                    boolean isFinal = failure != null && !(failure instanceof TokenUnavailableException);
                    if (isFinal || isCurrent(used.choice())) {
                        end(token == null ? null : token.token(), failure);
                    } else {
                        read();
                    }
                });
            } catch (RejectedExecutionException stopped) {
                end(null, stopping(stopped));
            }
        }

        /** The application continues on a thread of its own kind: it must delay neither a fetch nor other callers. */
        void end(@Nullable AccessToken token, @Nullable Throwable failure) {
            if (pending.remove(this)) {
                Runnable completion = failure == null
                        ? () -> stage.complete(token)
                        : () -> stage.completeExceptionally(
                                isStopped && failure instanceof RuntimeException ended ? stopping(ended) : failure);
                try {
                    threads.completions().execute(completion);
                } catch (RejectedExecutionException stopped) {
                    completion.run();
                }
            }
        }
    }

    /** Keeps a reference to the cache entry and looks it up again only if there is no usable token, as after a switch. */
    private final class EntrySupplier implements Supplier<AccessToken> {
        private final TokenRequest request;
        private final LongSupplier nanoClock = EnvironmentTokens.this.nanoClock;
        private CachedToken entry; // a data race is harmless: fields of an entry are final, or start as null or false

        EntrySupplier(TokenRequest request) {
            this.request = request;
            this.entry = context.tokens().entry(request);
        }

        @Override
        public AccessToken get() {
            AccessToken token = entry.hit(nanoClock.getAsLong());
            return token != null ? token : lookUp();
        }

        private AccessToken lookUp() {
            return fromActive(request, found -> {
                        entry = found;
                        return found.get();
                    })
                    .token();
        }
    }
}
