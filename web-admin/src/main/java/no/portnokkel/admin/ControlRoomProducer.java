package no.portnokkel.admin;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import no.portnokkel.runtime.PortnokkelOperations;

/** Makes the one control room of this deployment. */
@Dependent
class ControlRoomProducer {
    /** Singleton and not application-scoped: the class is final and needs no proxy. */
    @Produces
    @Singleton
    ControlRoom controlRoom(PortnokkelOperations portnokkel) {
        return new ControlRoom(portnokkel, Clock.systemUTC(), System::nanoTime);
    }
}
