package no.portnokkel.admin;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.time.Clock;
import no.portnokkel.runtime.PortnokkelOperations;

/** Produces the {@link ControlRoom} of this deployment. */
@Dependent
class ControlRoomProducer {
    @Resource
    ManagedThreadFactory threads;

    /** Singleton instead of application-scoped: the class is final, and a singleton needs no proxy. */
    @Produces
    @Singleton
    ControlRoom controlRoom(PortnokkelOperations portnokkel, Pbkdf2PasswordHash hashes) {
        return new ControlRoom(portnokkel, hashes::verify, threads, Clock.systemUTC(), System::nanoTime);
    }

    void close(@Disposes ControlRoom controlRoom) {
        controlRoom.close();
    }
}
