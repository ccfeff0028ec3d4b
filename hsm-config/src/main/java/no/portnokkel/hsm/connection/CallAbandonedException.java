package no.portnokkel.hsm.connection;

/**
 * Ends a task on a thread that hung in a module, once the module has let go of it: another thread has begun the task anew.
 * To be let through to {@link AbandonableExecutor}, and by nobody to be taken for a failure.
 */
public final class CallAbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallAbandonedException() {
        super("This thread hung in a PKCS#11 module; another goes on with its task");
    }
}
