package no.portnokkel.container;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Lists its classes, so that the server looks for no others. */
@ApplicationPath("api")
public class ReceivedApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(ReceivedAccount.class, ReceivedBean.class, ReceivedOpen.class);
    }
}
