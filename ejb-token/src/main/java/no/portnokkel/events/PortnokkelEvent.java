package no.portnokkel.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.problem.Problem;

/**
 * Something that happened. Immutable. No {@code toString()} contains a token, a grant, a PIN or a person's number.
 *
 * <p>Durations come from the monotonic clock.
 */
public sealed interface PortnokkelEvent {

    /** Returns where it happened. */
    Source source();

    /**
     * Where an event happened.
     *
     * @param application the name of the deployment; {@code ""} if it is unknown
     * @param environment the name of the environment; {@code ""} if the event belongs to none
     * @param client the configured name of the client; {@code ""} for the default client, or if the event belongs to none
     */
    record Source(String application, String environment, String client) {}

    /**
     * What was requested, without what identifies a person.
     *
     * @param scopes separated by spaces
     * @param consumer the organisation number of the consumer; {@code ""} for the client's own organisation
     */
    record Requested(String scopes, String consumer) {
        /** Returns the description of a request. */
        public static Requested of(TokenRequest request) {
            return new Requested(
                    request.scopeText(),
                    request.consumerOrg().map(OrganisationNumber::digits).orElse(""));
        }
    }

    /** A grant was signed and is about to be sent. */
    record GrantSent(Source source, String jti, Duration signTime) implements PortnokkelEvent {}

    /**
     * The token endpoint returned a response of any kind.
     *
     * @param exchangeTime from sending the request to the end of the response
     * @param clockAhead how far our clock is ahead of the endpoint's, negative if it is behind; empty without a {@code Date}
     */
    record EndpointAnswered(Source source, Duration exchangeTime, Optional<Duration> clockAhead)
            implements PortnokkelEvent {}

    /** No connection to the token endpoint could be established. */
    record EndpointUnreachable(Source source) implements PortnokkelEvent {}

    /**
     * Maskinporten issued a token.
     *
     * @param token secret; listeners must not store or forward its value
     * @param jti the id of the grant
     * @param requestedAt wall clock, before the grant was signed
     * @param signTime the time that the HSM took
     * @param exchangeTime the time that Maskinporten took
     */
    record TokenIssued(
            Source source,
            Requested requested,
            AccessToken token,
            String jti,
            Instant requestedAt,
            Duration signTime,
            Duration exchangeTime)
            implements PortnokkelEvent {}

    /**
     * A request was refused by Maskinporten, or rejected before a grant was sent. Retrying does not help.
     *
     * @param ofClient whether Maskinporten refused the client, its key or its certificate, and so every request of the client
     */
    record TokenRefused(Source source, Requested requested, Problem problem, boolean ofClient)
            implements PortnokkelEvent {}

    /** A request failed because the HSM or Maskinporten is out of reach. Retrying may help. */
    record TokenUnavailable(Source source, Requested requested, Problem problem) implements PortnokkelEvent {}

    /** A refresh ahead of expiry failed. The cached token stays in use until it expires. */
    record RefreshFailed(Source source, Requested requested, Problem problem) implements PortnokkelEvent {}

    /**
     * This deployment uses another environment from now on: that of {@link #source()}.
     *
     * @param previous the name of the previous environment; empty if there was none
     * @param version the version of the stored choice
     */
    record EnvironmentSwitched(Source source, Optional<String> previous, long version) implements PortnokkelEvent {}

    /**
     * The HSM of the client's first key is away, and grants are signed with the standby key from now on; or it is back.
     *
     * @param key that signs from now on
     * @param isStandby whether that is the standby key
     */
    record StandbyKeyChanged(Source source, DeviceKey key, boolean isStandby) implements PortnokkelEvent {}

    /**
     * An HSM is being connected for the first time.
     *
     * @param device as in {@link HsmLost}
     */
    record HsmConnecting(Source source, String device) implements PortnokkelEvent {}

    /**
     * The connection to an HSM was lost or could not be established. Published once for each cause of an outage.
     *
     * @param device the configured name of the HSM; {@code ""} for the HSM of {@code hsm.*}
     */
    record HsmLost(Source source, String device, HsmFault fault) implements PortnokkelEvent {}

    /**
     * An HSM is connected: for the first time, again, or with a new generation.
     *
     * @param device as in {@link HsmLost}
     * @param generation the number of the connection, counted from 1
     * @param outage the time without a connection; zero if the new generation replaced a working one
     */
    record HsmConnected(Source source, String device, int generation, Duration outage) implements PortnokkelEvent {}

    /**
     * An HSM refused a PIN. It is not presented again.
     *
     * @param device as in {@link HsmLost}
     */
    record PinRefused(Source source, String device) implements PortnokkelEvent {}

    /** A problem was found that was not there at the previous check. */
    record ProblemRaised(Source source, Problem problem) implements PortnokkelEvent {}

    /** A problem of the previous check is gone, or what it was about was not requested again for an hour. */
    record ProblemResolved(Source source, Problem problem) implements PortnokkelEvent {}

    /** The application stops: no more tokens are returned. */
    record Stopped(Source source) implements PortnokkelEvent {}
}
