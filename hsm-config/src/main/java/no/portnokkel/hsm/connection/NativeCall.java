package no.portnokkel.hsm.connection;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A call into the module. Whoever waits for it may leave when another thread makes it; the call itself cannot be ended.
 */
public final class NativeCall<T> extends FutureTask<T> {
    private final Runnable atEnd;
    private final AtomicInteger stuck;
    private boolean left;
    private boolean givenUp;
    private Runnable returned = () -> {};

    /**
     * @param atEnd run once: when the call returns, or when it is given up
     * @param stuck how many have been given up and have not returned
     */
    NativeCall(Callable<T> work, Runnable atEnd, AtomicInteger stuck) {
        super(work);
        this.atEnd = atEnd;
        this.stuck = stuck;
    }

    /**
     * Waits for its outcome.
     *
     * @throws TimeoutException it goes on
     * @throws InterruptedException it goes on
     */
    public T await(long nanos) throws TimeoutException, InterruptedException {
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
     * Makes it on this thread.
     *
     * @throws CallAbandonedException it was given up before it returned
     */
    public T runHere() {
        run();
        if (isGivenUp()) {
            throw new CallAbandonedException();
        }
        try {
            return await(0);
        } catch (TimeoutException | InterruptedException impossible) {
            throw new IllegalStateException("It has returned", impossible);
        }
    }

    /**
     * Counts as stuck until it returns after all.
     *
     * @param returned run when it does
     * @return whether that was news
     */
    public synchronized boolean giveUp(Runnable returned) {
        if (left || isDone()) {
            return false;
        }
        left = true;
        givenUp = true;
        this.returned = returned;
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
        if (left) {
            stuck.decrementAndGet();
            return returned;
        }
        left = true;
        return atEnd;
    }
}
