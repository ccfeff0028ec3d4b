package no.portnokkel.events;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes each event to all listeners, in the order of their registration. Thread-safe. */
public final class EventPublisher {
    private static final System.Logger LOG = System.getLogger(EventPublisher.class.getName());

    private final String application;
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<EventListener> failed = ConcurrentHashMap.newKeySet();

    /** @param application the name of the deployment; {@code ""} if it is unknown */
    public EventPublisher(String application) {
        this.application = application;
    }

    /** Returns a publisher that writes the events to the log. */
    public static EventPublisher withLog(String application) {
        EventPublisher publisher = new EventPublisher(application);
        publisher.register(new EventLogger());
        return publisher;
    }

    /** Adds a listener for all later events. */
    public void register(EventListener listener) {
        listeners.add(listener);
    }

    /**
     * Returns the source of an event in this deployment.
     *
     * @param environment the name of the environment; {@code ""} if the event belongs to none
     * @param client the configured name of the client; {@code ""} for the default client, or if the event belongs to none
     */
    public PortnokkelEvent.Source source(String environment, String client) {
        return new PortnokkelEvent.Source(application, environment, client);
    }

    /** Calls all listeners. Never throws: the first failure of each listener is logged, later ones are ignored. */
    public void publish(PortnokkelEvent event) {
        for (EventListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error failure) { // a listener must not cost its publisher a token
                if (failed.add(listener)) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "Event listener " + listener.getClass().getName()
                                    + " failed; its further failures are not logged",
                            failure);
                }
            }
        }
    }

    /** Receives events. Implementations are thread-safe. */
    @FunctionalInterface
    public interface EventListener {

        /** Called on the publishing thread, which may be the thread of a caller: must return immediately and do no I/O. */
        void onEvent(PortnokkelEvent event);
    }
}
