package no.portnokkel.receive;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.config.ReceiveSettings;
import no.portnokkel.maskinporten.http.HttpTransport;

/**
 * Checks access tokens from Maskinporten that an API of the bank receives, without a container. It needs no HSM and no client: only
 * {@code portnokkel.receive.*}. Create one per process and close it at the end. Thread-safe.
 *
 * <pre>{@code
 * try (MaskinportenTokenValidator validator = MaskinportenTokenValidator.of(ConfigValues.of(settings))) {
 *     MaskinportenCaller caller = validator.validate(token, "bits:kontoinformasjon");
 *     log.info("Called by " + caller.consumer());
 * }
 * }</pre>
 */
public final class MaskinportenTokenValidator implements AutoCloseable {
    /** One for deadlines, which never waits, and one for a refresh of the keys. */
    private static final int THREADS = 2;

    private final ScheduledThreadPoolExecutor background;
    private final HttpTransport http;
    private final SignatureCheck signatures;
    private final ClaimRules rules;

    /**
     * @param threads creates all threads
     * @param clock for the times in tokens
     * @param nanoClock monotonic clock, in nanoseconds
     */
    MaskinportenTokenValidator(
            ReceiveSettings settings,
            HttpSettings httpSettings,
            ThreadFactory threads,
            Clock clock,
            LongSupplier nanoClock) {
        this.background = new ScheduledThreadPoolExecutor(THREADS, threads);
        background.setRemoveOnCancelPolicy(true); // each fetch replaces the planned refresh
        this.http = HttpTransport.create(httpSettings, httpSettings.timeout(), background);
        this.signatures =
                new SignatureCheck(new PublishedKeys(settings.environment().jwksUri(), http, background, nanoClock));
        this.rules = new ClaimRules(settings, clock);
    }

    /**
     * Returns a validator with two daemon threads. Fetches nothing yet.
     *
     * @param values the configuration, read once
     * @throws IllegalArgumentException if nothing is configured ({@code portnokkel.receive.*}), or something is wrong; its text
     *     says what to do
     */
    public static MaskinportenTokenValidator of(ConfigValues values) {
        return of(values, task -> {
            Thread thread = new Thread(task, "portnokkel-receive");
            thread.setDaemon(true);
            return thread;
        });
    }

    static MaskinportenTokenValidator of(ConfigValues values, ThreadFactory threads) {
        Configuration configuration = Configuration.read(values);
        ReceiveSettings settings = configuration
                .receive()
                .orElseThrow(() -> new IllegalArgumentException(
                        configuration.notReceiving().sentence()));
        return new MaskinportenTokenValidator(
                settings, configuration.http(), threads, Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Checks a token. Usually does no I/O; the first token, and one that names an unknown key, may wait for the keys of the
     * environment, at most {@code portnokkel.http.timeout}.
     *
     * @param token what follows {@code Bearer } in the header {@code Authorization}
     * @param scopes that the token must have, all of them
     * @return who calls
     * @throws ReceivedTokenException if the token is not accepted; answer 403 ({@code insufficient_scope}) for the reason
     *     {@code SCOPE}, 503 for {@code KEYS_UNAVAILABLE}, and 401 ({@code invalid_token}) for all others
     */
    public MaskinportenCaller validate(String token, String... scopes) throws ReceivedTokenException {
        return rules.caller(signatures.claims(token), List.of(scopes));
    }

    /** Ends the threads and closes all connections. Afterwards tokens may still be accepted by keys that are known. */
    @Override
    public void close() {
        http.close();
        background.shutdownNow();
    }
}
