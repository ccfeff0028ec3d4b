package no.portnokkel.events;

/** Receives events. Implementations are thread-safe. */
@FunctionalInterface
public interface EventListener {

    /** Called on the publishing thread, which may be the thread of a caller: must return immediately and do no I/O. */
    void onEvent(PortnokkelEvent event);
}
