package no.portnokkel.container;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import no.portnokkel.receive.MaskinportenCaller;
import no.portnokkel.receive.RequiresMaskinporten;

/** An API that is a bean of CDI: the container makes a proxy of it. */
@RequestScoped
@Path("bean")
public class ReceivedBean {
    @Inject
    MaskinportenCaller caller;

    @GET
    @RequiresMaskinporten(scope = "bits:kontoinformasjon")
    public String accounts() {
        return caller.consumer();
    }

    @GET
    @Path("open")
    public String open() {
        return "open";
    }
}
