package no.portnokkel.admin;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Starts the control room when the application is deployed, so that the stored environment is active before any request. */
@WebListener
public class ControlRoomStartupListener implements ServletContextListener {
    @Inject
    ControlRoom controlRoom;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        controlRoom.start();
    }
}
