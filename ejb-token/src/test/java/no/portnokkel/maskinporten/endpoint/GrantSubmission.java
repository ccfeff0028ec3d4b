package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.forgery.GrantFixture;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.testkit.MaskinportenTwin;

/** Submits grants of any kind to a twin and reads the responses with our reader. */
final class GrantSubmission implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final MaskinportenTwin twin = GrantFixture.maskinporten().start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http =
            HttpTransport.create(new HttpSettings(TIMEOUT, TIMEOUT, Optional.empty(), List.of()), TIMEOUT, timer);

    MaskinportenTwin twin() {
        return twin;
    }

    TokenResponse submit(String grant, TokenRequest request) throws IOException {
        return TokenResponseReader.read(
                http.post(
                        twin.tokenEndpoint(),
                        Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", grant)),
                request);
    }

    @Override
    public void close() {
        http.close();
        timer.shutdownNow();
        twin.close();
    }
}
