package no.portnokkel.receive;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.receive.ReceivedTokenException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an environment publishes, always fetched from its configured address. Kept for a day and refreshed an hour before
 * that; fetched anew when a token names a key that is not among them. Any fetch, successful or not, is the only one for thirty
 * seconds. While the server is away, the keys that it published last are used. Thread-safe.
 */
final class PublishedKeys {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration REFRESHED_BEFORE = Duration.ofHours(1);

    /** How long a caller waits for the fetch of another one. The caller that fetches waits for the HTTP timeout at most. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int MIN_BITS = 2048; // RFC 7518, section 3.3
    private static final int OK = 200;

    /** Signature keys of RSA. Which algorithm a key is for is checked when the key is known. */
    private static final JWKMatcher USABLE = new JWKMatcher.Builder()
            .keyType(KeyType.RSA)
            .keyUses(KeyUse.SIGNATURE, null)
            .minKeySize(MIN_BITS)
            .withKeyIDOnly(true)
            .build();

    private final URI address;
    private final HttpTransport http;
    private final LongSupplier nanoClock;
    private final JWKSource<SecurityContext> source;
    private @Nullable Long fetchedNanos;

    /**
     * @param address of the JWK set
     * @param background refreshes the keys; not shut down here
     * @param nanoClock monotonic clock, in nanoseconds
     */
    PublishedKeys(URI address, HttpTransport http, ScheduledExecutorService background, LongSupplier nanoClock) {
        this.address = address;
        this.http = http;
        this.nanoClock = nanoClock;
        this.source = JWKSourceBuilder.create(url(address), this::fetch)
                .cache(KEPT.toMillis(), LONGEST_WAIT.toMillis())
                .refreshAheadCache(REFRESHED_BEFORE.toMillis(), null, background, false, background, false)
                .outageTolerantForever()
                .retrying(false)
                .rateLimited(false) // that of the library lets two through; see requireTurn()
                .build();
    }

    private static URL url(URI address) {
        try {
            return address.toURL();
        } catch (MalformedURLException impossible) { // the configuration has http and https only
            throw new IllegalArgumentException(impossible);
        }
    }

    /**
     * Returns the keys of this id, usually one.
     *
     * @throws ReceivedTokenException {@code unknown-key} or {@code keys-unavailable}
     */
    List<JWK> byId(String keyId) throws ReceivedTokenException {
        JWKMatcher matcher = new JWKMatcher.Builder(USABLE).keyID(keyId).build();
        try {
            List<JWK> keys = source.get(new JWKSelector(matcher), null);
            if (keys.isEmpty()) {
                throw new ReceivedTokenException(Reason.UNKNOWN_KEY);
            }
            return keys;
        } catch (KeySourceException unavailable) {
            throw new ReceivedTokenException(Reason.KEYS_UNAVAILABLE);
        }
    }

    private Resource fetch(URL sameAddress) throws IOException {
        requireTurn();
        HttpResponse response = http.get(address);
        if (response.status() != OK) {
            throw new IOException("The server answered with status " + response.status());
        }
        requireKeys(response.body());
        return new Resource(response.body(), response.contentType().orElse(""));
    }

    private synchronized void requireTurn() throws IOException {
        long now = nanoClock.getAsLong();
        if (fetchedNanos != null && now - fetchedNanos < PAUSE.toNanos()) {
            throw new IOException("The last fetch is less than " + PAUSE + " ago");
        }
        fetchedNanos = now;
    }

    /** An answer without keys must not replace those that are known. */
    private static void requireKeys(String body) throws IOException {
        try {
            if (new JWKSelector(USABLE).select(JWKSet.parse(body)).isEmpty()) {
                throw new IOException("The answer has no usable key");
            }
        } catch (ParseException | RuntimeException malformed) { // the library's parser throws what it meets
            throw new IOException("The answer is no JWK set", malformed);
        }
    }
}
