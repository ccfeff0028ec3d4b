package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.testkit.oidc.OpenIdAccount;
import no.portnokkel.testkit.oidc.OpenIdProvider;

/** What a browser does between the control room of one server and an OpenID provider. */
record OidcBrowser(Server server, OpenIdProvider provider) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Signs a person in. Returns a client with the session. */
    Http signIn(OpenIdAccount account) throws IOException, InterruptedException {
        Answer finished = finish(account);
        assertThat(finished.status()).as(finished.body()).isEqualTo(200);
        assertThat(finished.header("Refresh")).isEqualTo("0; url=/maskinporten-admin/");
        return server.anonymous().with("Cookie", sessionCookie(finished));
    }

    /** Goes to the provider and back, as a person without a session. */
    Answer finish(OpenIdAccount account) throws IOException, InterruptedException {
        Answer started = start();
        return comeBack(responseFor(account, started), started);
    }

    Answer start() throws IOException, InterruptedException {
        Answer started = server.anonymous().get("login/oidc");
        assertThat(started.status()).isEqualTo(303);
        assertThat(started.header("Location")).startsWith(provider.issuer() + "/authorize?");
        assertThat(started.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Lax", "Path=/maskinporten-admin/login/oidc");
        return started;
    }

    /** Returns the address that the provider sends the browser back to. */
    URI responseFor(OpenIdAccount account, Answer started) throws IOException, InterruptedException {
        provider.signsIn(account);
        return URI.create(CLIENT.send(
                        HttpRequest.newBuilder(URI.create(started.header("Location")))
                                .build(),
                        BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    Answer comeBack(URI response, Answer started) throws IOException, InterruptedException {
        return server.anonymous()
                .with("Cookie", started.header("Set-Cookie").split(";", 2)[0])
                .get(response.toString());
    }

    private static String sessionCookie(Answer finished) {
        return finished.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("portnokkel-session="))
                .peek(cookie -> assertThat(cookie).containsIgnoringCase("SameSite=Strict"))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }
}
