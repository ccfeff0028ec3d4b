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

/** What an applicant earns, as Skatteetaten tells it. */
@RequestScoped
@Path("income")
public class IncomeResource {
    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.inntekt.uri")
    WebTarget inntekt;

    /**
     * Passes on what the income API answers, whether it is an income or a refusal.
     *
     * @param person a synthetic person's number
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
