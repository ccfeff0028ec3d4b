package no.portnokkel.container;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import no.portnokkel.inject.Maskinporten;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The API of the fixture, as a MicroProfile REST client. */
@RegisterRestClient(configKey = "bank-api")
@Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.api.uri")
public interface BankApi {
    @GET
    @Path("bearer")
    String bearer();

    @GET
    @Path("bearer")
    CompletionStage<String> bearerLater();

    @POST
    @Path("revoked-for-rest-client")
    @Consumes(MediaType.TEXT_PLAIN)
    String post(String text);
}
