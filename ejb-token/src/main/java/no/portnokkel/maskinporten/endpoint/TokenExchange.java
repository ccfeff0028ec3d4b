package no.portnokkel.maskinporten.endpoint;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.Grant;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.maskinporten.refusal.Retry;

/**
 * One grant out, one answer back.
 *
 * @param answer what was said
 * @param jti of the grant
 * @param askedAt wall clock, taken last before signing
 * @param askedAtNanos the same by the monotonic clock
 * @param sign time the HSM took
 * @param roundTrip time Maskinporten took
 * @param wronglySigned whether it was refused for its signature, and rightly: another login will make the next
 * @param skew of our clock; empty when the answer had no date
 */
record TokenExchange(
        TokenResponse answer,
        String jti,
        Instant askedAt,
        long askedAtNanos,
        Duration sign,
        Duration roundTrip,
        boolean wronglySigned,
        Optional<ClockSkew> skew) {
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /**
     * Makes a new grant, has it signed and posts it. When the signature is refused, it is looked at.
     *
     * @throws no.portnokkel.hsm.fault.HsmException when the HSM does not sign
     */
    static TokenExchange of(
            TokenRequest request,
            String clientId,
            GrantSigner signer,
            Environment environment,
            HttpTransport http,
            Clock clock,
            LongSupplier nanoClock)
            throws IOException {
        long started = nanoClock.getAsLong();
        Instant now = clock.instant();
        String jti = UUID.randomUUID().toString();
        String assertion = signer.sign(new Grant(environment.issuer(), clientId, now, jti, request));
        long signed = nanoClock.getAsLong();
        Instant sent = clock.instant();
        HttpResponse answer =
                http.post(environment.tokenEndpoint(), Map.of("grant_type", GRANT_TYPE, "assertion", assertion));
        long received = nanoClock.getAsLong();
        Instant arrived = clock.instant();
        TokenResponse read = TokenResponseReader.read(answer, request);
        return new TokenExchange(
                read,
                jti,
                now,
                started,
                Duration.ofNanos(signed - started),
                Duration.ofNanos(received - signed),
                refusesSignature(read)
                        && signer.reportInvalidSignature(assertion, Duration.ofNanos(nanoClock.getAsLong() - signed)),
                answer.date().map(date -> ClockSkew.between(sent, arrived, date)));
    }

    private static boolean refusesSignature(TokenResponse answer) {
        return answer instanceof TokenResponse.Refused refused
                && refused.refusal().explanation().retry() == Retry.NEW_SIGNATURE;
    }

    IssuedToken issued(TokenResponse.Granted granted) {
        Duration lifetime = TokenLifetime.of(granted, askedAt);
        AccessToken token = new AccessToken(granted.accessToken(), askedAt.plus(lifetime), granted.scopes());
        return new IssuedToken(token, jti, askedAt, askedAtNanos, lifetime, sign, roundTrip);
    }
}
