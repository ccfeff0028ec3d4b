package no.portnokkel.control.users;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Publishes who signs in and out to log, alarm and audit. Thread-safe. */
public final class SignIns {
    private final List<SignInListener> listeners = new CopyOnWriteArrayList<>();

    /** Adds a listener for all later events. */
    public void register(SignInListener listener) {
        listeners.add(listener);
    }

    /** Tells all listeners, in the order of their registration. */
    public void publish(SignInEvent event) {
        listeners.forEach(listener -> listener.onSignIn(event));
    }

    /** Is told who signs in and out, on the thread of the request. Must neither throw nor wait. */
    @FunctionalInterface
    public interface SignInListener {
        void onSignIn(SignInEvent event);
    }
}
