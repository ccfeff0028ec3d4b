package no.portnokkel.samples.loan;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.problem.Problem;

/**
 * The data for a loan application (<i>samtykkebasert lånesøknad</i>): income and tax summary of an applicant who gave a consent in
 * Altinn. The tokens contain the consent, so each applicant needs separate tokens.
 */
@RequestScoped
@Path("loans")
public class LoanResource {
    @Inject
    @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.inntekt.uri")
    WebTarget inntekt;

    @Inject
    @Maskinporten(scope = "skatteetaten:summertskattegrunnlag", baseUri = "config:bank.skattegrunnlag.uri")
    WebTarget skattegrunnlag;

    /**
     * Returns both results, the refusal of one of the APIs, or the reason why there is no token.
     *
     * @param person the identity number of a synthetic test person
     * @param consent the id of the consent in Altinn
     * @param year the year of the tax summary
     */
    @GET
    @Path("{person}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response of(
            @PathParam("person") String person,
            @QueryParam("consent") String consent,
            @QueryParam("year") String year) {
        Consent given = given(person, consent);
        try (Response income =
                        ask(inntekt.path("sbl/{person}/oppgave/inntekt").resolveTemplate("person", person), given);
                Response summary = ask(
                        skattegrunnlag
                                .path("sbl/{year}/{person}")
                                .resolveTemplate("year", year)
                                .resolveTemplate("person", person),
                        given)) {
            Response worse = income.getStatus() >= summary.getStatus() ? income : summary;
            return Response.status(worse.getStatus())
                    .entity(Json.createObjectBuilder()
                            .add("income", income.readEntity(JsonValue.class))
                            .add("taxSummary", summary.readEntity(JsonValue.class))
                            .build())
                    .build();
        } catch (ProcessingException failed) {
            if (failed.getCause() instanceof TokenException none) {
                return refused(none.problem());
            }
            throw failed;
        }
    }

    private static Consent given(String person, String consent) {
        try {
            return Consent.ofPerson(UUID.fromString(consent), new NationalIdentityNumber(person));
        } catch (IllegalArgumentException | NullPointerException wrong) {
            throw new BadRequestException("The path needs an identity number, and the query consent=UUID&year=YYYY.");
        }
    }

    private static Response ask(WebTarget api, Consent consent) {
        return api.request(MediaType.APPLICATION_JSON)
                .property(Maskinporten.AUTHORIZATION_DETAIL, consent)
                .get();
    }

    private static Response refused(Problem problem) {
        return Response.status(Response.Status.BAD_GATEWAY)
                .entity(Json.createObjectBuilder()
                        .add("code", problem.code().word())
                        .add("detail", problem.detail().en())
                        .add("remedy", problem.remedy().en())
                        .build())
                .build();
    }
}
