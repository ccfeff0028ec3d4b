package no.portnokkel.control.users;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.oidc.OidcIdentity;
import no.portnokkel.oidc.OidcRejectedException;
import no.portnokkel.oidc.ProviderUnavailableException;
import no.portnokkel.oidc.RelyingParty;
import no.portnokkel.oidc.RelyingPartySettings;
import no.portnokkel.oidc.SignInRequest;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Sign-in of persons by the bank's identity provider. It has connections of its own, and at most four requests at a time wait for
 * the provider: one that hangs holds neither tokens nor the server's threads. Thread-safe.
 */
public final class SingleSignOn implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SingleSignOn.class.getName());
    private static final int MAX_WAITING = 4;
    private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(5);
    private static final Duration BEARER_MEMORY = Duration.ofHours(1);
    private static final Duration STATE_MEMORY = Duration.ofMinutes(15); // longer than a sign-in may take
    private static final int MAX_STATES = 10_000;
    private static final int MAX_REMEMBERED = 1_000;

    private final SignOnSettings settings;
    private final ScheduledThreadPoolExecutor timer;
    private final HttpTransport http;
    private final RelyingParty relyingParty;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final ExpiringMap<Boolean> knownBearers;
    private final ExpiringMap<Boolean> usedStates;

    /**
     * Creates the service. Sends nothing: the provider's metadata is fetched when somebody signs in.
     *
     * @param secret empty for a public client
     * @param httpSettings limits, proxy and trusted authorities; an exchange lasts five seconds at most
     * @param threads creates one thread, which watches deadlines
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public SingleSignOn(
            SignOnSettings settings,
            Optional<RelyingPartySettings.Secret> secret,
            HttpSettings httpSettings,
            ThreadFactory threads,
            LongSupplier nanoClock) {
        RelyingPartySettings provider = settings.provider();
        Duration limit =
                httpSettings.timeout().compareTo(LONGEST_EXCHANGE) < 0 ? httpSettings.timeout() : LONGEST_EXCHANGE;
        this.settings = settings;
        this.timer = new ScheduledThreadPoolExecutor(1, threads);
        this.http = HttpTransport.create(
                new HttpSettings(
                        httpSettings.connectTimeout(), limit, httpSettings.proxy(), httpSettings.authorities()),
                limit.multipliedBy(3),
                timer);
        this.relyingParty = new RelyingParty(
                new RelyingPartySettings(
                        provider.issuer(),
                        provider.clientId(),
                        secret,
                        provider.scopes(),
                        provider.acrValues(),
                        provider.audience()),
                http,
                nanoClock);
        this.usedStates = new ExpiringMap<>(STATE_MEMORY, MAX_STATES, nanoClock);
        this.knownBearers = new ExpiringMap<>(BEARER_MEMORY, MAX_REMEMBERED, nanoClock);
    }

    /**
     * Starts a sign-in.
     *
     * @param redirectAddress where the provider sends the browser back to
     * @return empty when the provider does not answer, or too many wait for it
     */
    public Optional<SignInRequest.Started> start(URI redirectAddress) {
        if (!waiting.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(relyingParty.start(redirectAddress));
        } catch (ProviderUnavailableException unavailable) {
            log(unavailable);
            return Optional.empty();
        } finally {
            waiting.release();
        }
    }

    /**
     * Finishes a sign-in.
     *
     * @param response the parameters of the provider's response, with all their values
     * @param request that this browser started; must not be presented again
     */
    public Result finish(Map<String, List<String>> response, SignInRequest request) {
        if (!isFirstUse(request)) {
            return new Result.Rejected("state");
        }
        return bounded(() -> relyingParty.finish(response, request));
    }

    private synchronized boolean isFirstUse(SignInRequest request) {
        boolean isFirst = usedStates.get(request.state()).isEmpty();
        usedStates.put(request.state(), true);
        return isFirst;
    }

    /** Authenticates a caller of the API. Waits for the provider only if its keys are not known, or the token names a new one. */
    public Result authenticate(String accessToken) {
        return relyingParty.isDecidedLocally(accessToken)
                ? result(() -> relyingParty.authenticate(accessToken))
                : bounded(() -> relyingParty.authenticate(accessToken));
    }

    /** Returns whether this person has not called with an access token from this address for an hour. Remembers the call. */
    public boolean isFirstCall(Person person, String address) {
        String key = person.id() + " " + address;
        boolean isFirst = knownBearers.get(key).isEmpty();
        if (isFirst) {
            knownBearers.put(key, true);
        }
        return isFirst;
    }

    /**
     * Returns where the browser ends its session at the provider; empty when the provider has no such address.
     *
     * @param idToken of the session that has ended here
     * @param backTo where the provider sends the browser afterwards
     */
    public Optional<URI> logoutAddress(String idToken, URI backTo) {
        return relyingParty.logoutAddress(idToken, backTo);
    }

    private Result bounded(Verification verification) {
        if (!waiting.tryAcquire()) {
            return new Result.Unavailable();
        }
        try {
            return result(verification);
        } finally {
            waiting.release();
        }
    }

    private Result result(Verification verification) {
        try {
            return permitted(verification.run());
        } catch (OidcRejectedException rejected) {
            return new Result.Rejected(
                    rejected.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        } catch (ProviderUnavailableException unavailable) {
            log(unavailable);
            return new Result.Unavailable();
        }
    }

    private Result permitted(OidcIdentity identity) {
        Set<Role> roles = settings.rolesOf(identity.texts(settings.groupsClaim()));
        String name = Person.displayName(identity.text(settings.nameClaim()).orElse(identity.subject()));
        if (roles.isEmpty()) {
            return new Result.NotPermitted(
                    "no-role", name, Problem.of(ProblemCode.ROLE_MISSING, "role-missing.groups"));
        }
        if (!Role.areCompatible(roles)) {
            return new Result.NotPermitted(
                    "auditor-conflict",
                    name,
                    Problem.of(ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.oidc-auditor"));
        }
        return new Result.Accepted(
                Person.ofProvider(identity.issuer(), identity.subject(), name, roles), identity.idToken());
    }

    private static void log(ProviderUnavailableException unavailable) {
        LOG.log(System.Logger.Level.DEBUG, "The identity provider is unavailable", unavailable);
    }

    /** Closes its connections and ends its thread. */
    @Override
    public void close() {
        http.close();
        timer.shutdownNow();
    }

    @FunctionalInterface
    private interface Verification {
        OidcIdentity run() throws OidcRejectedException, ProviderUnavailableException;
    }

    /** The result of a sign-in. */
    public sealed interface Result {
        /**
         * The person is known and has a role.
         *
         * @param idToken the hint for signing out; secret; empty for an access token
         */
        record Accepted(Person person, Optional<String> idToken) implements Result {
            /** Never shows the token. */
            @Override
            public String toString() {
                return "Accepted[" + person + "]";
            }
        }

        /**
         * The person is known, and does not get in: no group gives a role, or the groups give roles that exclude each other.
         *
         * @param reason for the record
         * @param name of the person, as the provider has it
         * @param problem what the person is told
         */
        record NotPermitted(String reason, String name, Problem problem) implements Result {}

        /**
         * The response or the token is not accepted.
         *
         * @param reason for the record; the caller is not told
         */
        record Rejected(String reason) implements Result {}

        /** The provider did not answer. */
        record Unavailable() implements Result {}
    }
}
