package no.portnokkel.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import org.jspecify.annotations.Nullable;

/**
 * The metadata and the keys of the provider (OpenID Connect Discovery 1.0). Fetched when they are first needed, anew after an hour,
 * and when a token names a key that is not among them, at most twice a minute. One caller fetches; others use what is
 * cached, or wait for it, at most five seconds. While the provider is away, what it said last is used for a day. Thread-safe.
 */
final class ProviderDocuments {
    private static final long REFRESH_AFTER_NANOS = Duration.ofHours(1).toNanos();
    private static final long NEVER_USE_AFTER_NANOS = Duration.ofHours(24).toNanos();
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_AFTER_SUCCESS_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final URI issuer;
    private final HttpTransport http;
    private final LongSupplier nanoClock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Documents cached;
    private volatile @Nullable Long failedNanos;

    /** @param nanoClock monotonic clock, in nanoseconds */
    ProviderDocuments(URI issuer, HttpTransport http, LongSupplier nanoClock) {
        this.issuer = issuer;
        this.http = http;
        this.nanoClock = nanoClock;
    }

    /** Returns what is cached; empty when nothing is, or it is too old. Does no I/O. */
    Optional<Documents> usable() {
        return Optional.ofNullable(cached).filter(documents -> age(documents) < NEVER_USE_AFTER_NANOS);
    }

    /** Returns what is cached, if it needs not be fetched anew. Does no I/O. */
    Optional<Documents> fresh() {
        return usable().filter(documents -> age(documents) < REFRESH_AFTER_NANOS);
    }

    /** Returns what is cached, or fetches it. */
    Documents current() throws ProviderUnavailableException {
        Optional<Documents> fresh = fresh();
        return fresh.isPresent() ? fresh.get() : fetchUnlessTooSoon();
    }

    /** Returns what the provider publishes now, since something is missing in what is cached. */
    Documents refreshed() throws ProviderUnavailableException {
        Optional<Documents> usable = usable();
        return usable.isPresent() && age(usable.get()) < PAUSE_AFTER_SUCCESS_NANOS
                ? usable.get()
                : fetchUnlessTooSoon();
    }

    private Documents fetchUnlessTooSoon() throws ProviderUnavailableException {
        Documents before = cached;
        if (isTooSoon() || !awaitTurn()) {
            return usable().orElseThrow(() -> new ProviderUnavailableException("The provider did not answer", null));
        }
        try {
            if (!Objects.equals(cached, before) || isTooSoon()) { // another caller was faster
                return usable().orElseThrow(
                                () -> new ProviderUnavailableException("The provider did not answer", null));
            }
            return fetchAndCache();
        } finally {
            fetching.unlock();
        }
    }

    private boolean isTooSoon() {
        Long failed = failedNanos;
        return failed != null && nanoClock.getAsLong() - failed < PAUSE_AFTER_FAILURE_NANOS;
    }

    private boolean awaitTurn() {
        try {
            if (usable().isPresent()) { // good enough while another caller fetches
                return fetching.tryLock();
            }
            return fetching.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Documents fetchAndCache() throws ProviderUnavailableException {
        try {
            Documents fetched = fetch();
            cached = fetched;
            failedNanos = null;
            return fetched;
        } catch (ProviderUnavailableException unavailable) {
            failedNanos = nanoClock.getAsLong();
            return usable().orElseThrow(() -> unavailable);
        }
    }

    private Documents fetch() throws ProviderUnavailableException {
        try {
            URI address = OIDCProviderMetadata.resolveURL(new Issuer(issuer)).toURI();
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(get(address));
            if (!metadata.getIssuer().getValue().equals(issuer.toString())) {
                throw new ProviderUnavailableException("The metadata is that of another issuer", null);
            }
            requireConfidential(metadata.getAuthorizationEndpointURI());
            requireConfidential(metadata.getTokenEndpointURI());
            JWKSet keys = keys(get(requireConfidential(metadata.getJWKSetURI())));
            return new Documents(metadata, keys.toPublicJWKSet(), nanoClock.getAsLong());
        } catch (IOException | GeneralException | java.text.ParseException | java.net.URISyntaxException failed) {
            throw new ProviderUnavailableException("The provider's metadata or keys cannot be read", failed);
        }
    }

    private static JWKSet keys(String published) throws java.text.ParseException {
        try {
            return JWKSet.parse(published);
        } catch (NullPointerException literalNull) { // thrown by the library's parser
            throw new java.text.ParseException("The keys are no JSON object", 0);
        }
    }

    private String get(URI address) throws IOException, ProviderUnavailableException {
        HttpResponse response = http.get(address);
        if (response.status() != OK) {
            throw new ProviderUnavailableException("The provider answered with status " + response.status(), null);
        }
        return response.body();
    }

    /** A loopback address counts only where the provider itself is on loopback. */
    URI requireConfidential(@Nullable URI address) throws ParseException {
        try {
            if (address != null && address.getRawUserInfo() == null) {
                Origin origin = Origin.of(address);
                boolean mayBePlain = Origin.of(issuer).isLoopback() && origin.isLoopback();
                if (origin.scheme().equals("https") || mayBePlain) {
                    return address;
                }
            }
        } catch (IllegalArgumentException notHttp) {
            throw new ParseException("An address in the metadata is not http or https", notHttp);
        }
        throw new ParseException("An address in the metadata is missing or not https");
    }

    private long age(Documents documents) {
        return nanoClock.getAsLong() - documents.fetchedNanos();
    }

    /**
     * What the provider has published.
     *
     * @param keys public ones only
     * @param fetchedNanos monotonic
     */
    record Documents(OIDCProviderMetadata metadata, JWKSet keys, long fetchedNanos) {}
}
