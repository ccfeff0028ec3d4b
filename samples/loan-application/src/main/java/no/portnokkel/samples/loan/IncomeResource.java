package no.portnokkel.samples.loan;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import no.portnokkel.inject.Maskinporten;

/** The income of an applicant, from Skatteetaten. */
@RequestScoped
@Path("income")
public class IncomeResource {
    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.inntekt.uri")
    WebTarget inntekt;

    /**
     * Returns the response of the income API, also if it is a refusal.
     *
     * @param person the identity number of a synthetic test person
     */
    @GET
    @Path("{person}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response of(@PathParam("person") String person) {
        try (Response answer = inntekt.path("{person}/oppgave/inntekt")
                .resolveTemplate("person", person)
                .request(MediaType.APPLICATION_JSON)
                .get()) {
            return Response.status(answer.getStatus())
                    .entity(answer.readEntity(String.class))
                    .build();
        }
    }
}
