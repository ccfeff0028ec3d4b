package no.portnokkel.container;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** An API that protects nothing, and calls a protected bean. */
@Path("open")
public class ReceivedOpen {
    @Inject
    ReceivedBean bean;

    @GET
    public String open() {
        return bean.open();
    }

    @GET
    @Path("around")
    public String around() {
        return bean.accounts();
    }
}
