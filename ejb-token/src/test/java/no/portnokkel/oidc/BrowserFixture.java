package no.portnokkel.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.oidc.OpenIdProvider;

/** A relying party, a provider on loopback, and a browser between them. */
final class BrowserFixture implements AutoCloseable {
    static final URI CALLBACK = URI.create("http://127.0.0.1:8080/maskinporten-admin/login/oidc/callback");
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);

    final OpenIdProvider provider;
    final ManualClock time = new ManualClock();
    final RelyingParty relyingParty;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final HttpTransport http;
    private final HttpClient browser = HttpClient.newHttpClient();

    BrowserFixture() {
        this(Set.of(), OpenIdProvider.CLIENT_ID);
    }

    BrowserFixture(Set<String> acrValues, String audience) {
        try {
            provider = OpenIdProvider.start(0, Clock.systemUTC());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http = HttpTransport.create(
                new HttpSettings(TIMEOUT, TIMEOUT, Optional.empty(), List.of()), TIMEOUT.multipliedBy(3), timer);
        relyingParty = new RelyingParty(
                new RelyingPartySettings(
                        provider.issuer(),
                        OpenIdProvider.CLIENT_ID,
                        Optional.of(new RelyingPartySettings.Secret(OpenIdProvider.CLIENT_SECRET)),
                        List.of("openid", "profile"),
                        acrValues,
                        audience),
                http,
                time);
    }

    /** Signs in as a browser would, and returns the result. */
    OidcIdentity signIn() throws OidcRejectedException, ProviderUnavailableException {
        SignInRequest.Started started = relyingParty.start(CALLBACK);
        return relyingParty.finish(visit(started.address()), started.request());
    }

    /** Returns the parameters that the provider sends the browser back with. */
    Map<String, List<String>> visit(URI address) {
        try {
            String location = browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            return parameters(URI.create(location).getRawQuery());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(URLDecoder.decode(parts[1], UTF_8));
        }
        return parameters;
    }

    @Override
    public void close() {
        provider.close();
        http.close();
        timer.shutdownNow();
    }
}
