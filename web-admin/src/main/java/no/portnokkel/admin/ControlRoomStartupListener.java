package no.portnokkel.admin;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Starts the control room with the deployment, before anybody asks: the stored choice of environment has to be known. */
@WebListener
public class ControlRoomStart implements ServletContextListener {
    @Inject
    ControlRoom room;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        room.start();
    }
}
