package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.endpoint.TokenSource.IssuedToken;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.refusal.Retry;

/**
 * One attempt: a grant and its response.
 *
 * @param response what Maskinporten answered
 * @param jti the id of the grant
 * @param requestedAt wall clock, read immediately before signing
 * @param requestedAtNanos the same instant by the monotonic clock
 * @param signTime the time that the HSM took
 * @param exchangeTime the time that Maskinporten took
 * @param invalidSignature whether the grant was refused because its signature is invalid; the HSM connection was then replaced
 * @param skew of our clock; empty if the response has no date
 */
record TokenExchange(
        TokenResponse response,
        String jti,
        Instant requestedAt,
        long requestedAtNanos,
        Duration signTime,
        Duration exchangeTime,
        boolean invalidSignature,
        Optional<ClockSkew> skew) {
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /**
     * Builds a new grant, has it signed and posts it. If Maskinporten refuses the signature, verifies it.
     *
     * @param onSigned called with {@code jti} and the time that signing took, before the grant is sent
     * @throws no.portnokkel.hsm.fault.HsmException if the HSM does not sign
     */
    static TokenExchange of(
            TokenRequest request,
            String clientId,
            GrantSigner signer,
            Environment environment,
            HttpTransport http,
            BiConsumer<String, Duration> onSigned,
            Clock clock,
            LongSupplier nanoClock)
            throws IOException {
        long requestedAtNanos = nanoClock.getAsLong();
        Instant requestedAt = clock.instant();
        String jti = UUID.randomUUID().toString();
        String assertion = signer.sign(new Grant(environment.issuer(), clientId, requestedAt, jti, request));
        Duration signTime = Duration.ofNanos(nanoClock.getAsLong() - requestedAtNanos);
        onSigned.accept(jti, signTime);
        long sentNanos = nanoClock.getAsLong();
        Instant sent = clock.instant();
        HttpResponse httpResponse =
                http.post(environment.tokenEndpoint(), Map.of("grant_type", GRANT_TYPE, "assertion", assertion));
        Duration exchangeTime = Duration.ofNanos(nanoClock.getAsLong() - sentNanos);
        Instant received = clock.instant();
        TokenResponse response = TokenResponseReader.read(httpResponse, request);
        return new TokenExchange(
                response,
                jti,
                requestedAt,
                requestedAtNanos,
                signTime,
                exchangeTime,
                isSignatureRefused(response)
                        && signer.reportInvalidSignature(
                                assertion, Duration.ofNanos(nanoClock.getAsLong() - sentNanos)),
                httpResponse.date().map(date -> ClockSkew.between(sent, received, date)));
    }

    private static boolean isSignatureRefused(TokenResponse response) {
        return response instanceof TokenResponse.Refused refused
                && refused.refusal().explanation().retry() == Retry.NEW_SIGNATURE;
    }

    IssuedToken issued(TokenResponse.Granted granted) {
        Duration lifetime = granted.lifetime(requestedAt);
        AccessToken token = new AccessToken(granted.accessToken(), requestedAt.plus(lifetime), granted.scopes());
        Duration clockError =
                skew.map(measured -> measured.ofAcceptedGrant(exchangeTime)).orElse(Duration.ZERO);
        return new IssuedToken(token, jti, requestedAt, requestedAtNanos, lifetime, signTime, exchangeTime, clockError);
    }
}
