package no.portnokkel.admin;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import no.portnokkel.runtime.PortnokkelOperations;

/** Produces the {@link ControlRoom} of this deployment. */
@Dependent
class ControlRoomProducer {
    /** Singleton instead of application-scoped: the class is final, and a singleton needs no proxy. */
    @Produces
    @Singleton
    ControlRoom controlRoom(PortnokkelOperations portnokkel) {
        return new ControlRoom(portnokkel, Clock.systemUTC(), System::nanoTime);
    }
}
