package no.portnokkel.container;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import no.portnokkel.receive.MaskinportenCaller;
import no.portnokkel.receive.RequiresMaskinporten;

/** An API that Jakarta REST creates. */
@Path("accounts")
@RequiresMaskinporten(scope = "bits:kontoinformasjon")
public class ReceivedAccount {
    @Inject
    MaskinportenCaller caller;

    @GET
    public String accounts(@Context SecurityContext security) {
        return String.join(
                " ",
                caller.consumer(),
                security.getUserPrincipal().getName(),
                security.getAuthenticationScheme(),
                String.valueOf(security.isUserInRole("bits:kontoinformasjon")),
                String.valueOf(security.isUserInRole("bits:kundeforhold")));
    }

    @GET
    @Path("customers")
    @RequiresMaskinporten(scope = {"bits:kontoinformasjon", "bits:kundeforhold"})
    public String customers() {
        return caller.consumer();
    }
}
