package no.portnokkel.hsm.connection;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A call into the module. A caller that waits for another thread to make it can leave; the call itself cannot be ended.
 */
final class NativeCall<T> extends FutureTask<T> {
    private final Runnable atEnd;
    private final AtomicInteger stuck;
    private boolean ended;
    private boolean givenUp;
    private Runnable afterReturn = () -> {};

    /**
     * Creates a call.
     *
     * @param atEnd runs once: when the call returns or is given up
     * @param stuck counts calls that were given up and have not returned
     */
    NativeCall(Callable<T> work, Runnable atEnd, AtomicInteger stuck) {
        super(work);
        this.atEnd = atEnd;
        this.stuck = stuck;
    }

    /**
     * Waits for the outcome.
     *
     * @throws TimeoutException the call continues
     * @throws InterruptedException the call continues
     */
    T await(long nanos) throws TimeoutException, InterruptedException {
        try {
            return get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /**
     * Makes the call on this thread.
     *
     * @throws AbandonableExecutor.CallAbandonedException it was given up before it returned
     */
    T callHere() {
        run();
        if (isGivenUp()) {
            throw new AbandonableExecutor.CallAbandonedException();
        }
        try {
            return await(0);
        } catch (TimeoutException | InterruptedException impossible) {
            throw new IllegalStateException("The call has returned", impossible);
        }
    }

    /**
     * Gives the call up; it counts as stuck until it returns.
     *
     * @param afterReturn runs when it returns
     * @return false if it has returned or was given up before
     */
    synchronized boolean giveUp(Runnable afterReturn) {
        if (ended || isDone()) {
            return false;
        }
        ended = true;
        givenUp = true;
        this.afterReturn = afterReturn;
        stuck.incrementAndGet();
        atEnd.run();
        return true;
    }

    @Override
    protected void done() {
        end().run();
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }

    private synchronized Runnable end() {
        if (ended) {
            stuck.decrementAndGet();
            return afterReturn;
        }
        ended = true;
        return atEnd;
    }
}
