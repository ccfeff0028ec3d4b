package no.portnokkel.runtime;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.events.PortnokkelEvent.HsmConnected;
import no.portnokkel.events.PortnokkelEvent.Stopped;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TimedToken;
import no.portnokkel.maskinporten.cache.TokenCache;
import no.portnokkel.maskinporten.config.AllowedRequests;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.endpoint.GrantsUnderWay;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.TokenStatistics.Reachability;
import no.portnokkel.runtime.TokenStatistics.TokenCounts;

/**
 * Everything that one deployment runs, and the operations of the control room: status, trial, switch, unlock. Applications use
 * {@link no.portnokkel.Portnokkel} or inject tokens instead. Starts whatever the state of the HSM and Maskinporten is, and does not
 * throw for an invalid configuration: {@link #problems()} lists what is wrong. Thread-safe.
 */
public final class PortnokkelOperations implements AutoCloseable {
    private final ConfigValues values;
    private final String application;
    private final Configuration configuration;
    private final Clock clock = Clock.systemUTC();
    private final LongSupplier nanoClock = System::nanoTime;
    private final TokenStatistics statistics = new TokenStatistics(nanoClock);
    private final EventPublisher events;
    private final ThreadPools threads;
    private final HttpTransport http;
    private final HsmDevices devices;
    private final SigningKeyMonitor keyMonitor;
    private final MetadataMonitor metadataMonitor;
    private final EnvironmentChoices choices;
    private final GrantsUnderWay underWay = new GrantsUnderWay(nanoClock);
    private final EnvironmentContextFactory contextFactory;
    private final EnvironmentTokens tokens;
    private final ProblemMonitor problemMonitor;

    private PortnokkelOperations(
            ConfigValues values, ThreadFactory factory, String application, List<EventListener> listeners) {
        this.values = values;
        this.application = application;
        this.configuration = Configuration.read(values);
        this.events = EventPublisher.withLog(application);
        events.register(statistics);
        listeners.forEach(events::register);
        this.threads = new ThreadPools(factory);
        this.http = HttpTransport.create(
                configuration.http(), configuration.tokens().longestWait(), threads.timer());
        AbandonableExecutor fetchExecutor = new AbandonableExecutor(threads.fetches(), ThreadPools.MAX_FETCHES);
        this.devices = new HsmDevices(configuration, fetchExecutor, threads.background(), nanoClock, events);
        this.keyMonitor = new SigningKeyMonitor(devices, clock, nanoClock);
        this.metadataMonitor = new MetadataMonitor(http, nanoClock);
        this.choices = new EnvironmentChoices(configuration, values.value("portnokkel.audit.key"), devices, clock);
        FetchRuntime fetchRuntime =
                new FetchRuntime(fetchExecutor, threads.refreshes(), clock, nanoClock, new SecureRandom(), events);
        this.contextFactory = new EnvironmentContextFactory(
                configuration,
                devices,
                choices,
                http,
                underWay,
                statistics,
                fetchRuntime,
                configuration.applications().getOrDefault(AllowedRequests.nameOf(application), AllowedRequests.ALL));
        this.tokens = new EnvironmentTokens(choices, contextFactory, events, nanoClock, threads);
        this.problemMonitor = new ProblemMonitor(
                configuration,
                contextFactory,
                choices,
                tokens,
                keyMonitor,
                metadataMonitor,
                statistics,
                events,
                nanoClock);
        threads.everySecond(tokens::poll);
        threads.everySecond(() -> choices.storeChanges());
        threads.everySecond(problemMonitor::poll);
        events.register(event -> {
            if (event instanceof HsmConnected) { // ready as soon as the key has signed, not at the next check
                threads.soon(problemMonitor::poll);
            }
        });
        threads.everySecond(() -> metadataMonitor.poll(tokens.context().settings()));
        threads.fiveTimesASecond(() -> cache().refreshDue());
    }

    /**
     * Starts all parts and returns immediately; the HSM is connected in the background.
     *
     * @param values the configuration, read once
     * @param threads creates all threads; in a server its managed thread factory
     * @param application the name of the deployment, for events; {@code ""} if it is unknown
     * @param listeners receive all events from the start
     */
    public static PortnokkelOperations start(
            ConfigValues values, ThreadFactory threads, String application, EventListener... listeners) {
        return new PortnokkelOperations(values, threads, application, List.of(listeners));
    }

    /** Returns the values that the configuration was read from. */
    public ConfigValues values() {
        return values;
    }

    /** Returns the name of the deployment; {@code ""} if it is unknown. */
    public String application() {
        return application;
    }

    /** Returns the configuration as it was read at the start. */
    public Configuration configuration() {
        return configuration;
    }

    /** Adds a listener for all later events. */
    public void register(EventListener listener) {
        events.register(listener);
    }

    /** Returns the tokens of the active environment. */
    public Tokens tokens() {
        return tokens;
    }

    /** Returns the environment in use. */
    public EnvironmentChoice activeEnvironment() {
        return tokens.context().choice();
    }

    /** Returns the choice of environment that all deployments on this server share. */
    public EnvironmentChoices choices() {
        return choices;
    }

    /**
     * Makes all deployments on this server use another environment, within a second; this one at once.
     *
     * @param choice signed by {@link EnvironmentChoices#signed}
     */
    public void activate(StoredChoice choice) {
        choices.store(choice);
        tokens.poll();
    }

    /**
     * Fetches a token in an environment that need not be active. Does not cache it.
     *
     * @throws no.portnokkel.maskinporten.TokenException if no token can be fetched
     */
    public void dryRun(String environment) {
        contextFactory.dryRun(environment);
    }

    /**
     * Fetches a token with a key that a client need not use yet. Does not cache it.
     *
     * @param client name of a further client; empty for the environment's own
     * @throws no.portnokkel.maskinporten.TokenException if no token can be fetched
     */
    public void dryRun(String environment, Optional<String> client, ClientKey key) {
        contextFactory.dryRun(environment, client, key);
    }

    /**
     * Makes all deployments on this server stop using a key at once; its tokens are dropped within a second, here at once. Has to be
     * followed by {@link #activate} of a later choice that contains the stop.
     */
    public void stop(DeviceKey key) {
        choices.stop(key);
        tokens.poll();
    }

    /** Returns whether this deployment neither signs nor sends a grant with a key that is stopped. */
    public boolean isSettled() {
        return underWay.isNone(activeEnvironment().keys().stopped());
    }

    /**
     * Waits until this deployment neither signs nor sends a grant with this key. To be called after the key was stopped.
     *
     * @return false if the timeout elapsed first
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitNoGrantWith(DeviceKey key, Duration timeout) throws InterruptedException {
        return underWay.awaitNone(key, timeout);
    }

    /**
     * Gets a token as a test.
     *
     * @param fresh whether to fetch a new token even if one is cached
     * @throws no.portnokkel.maskinporten.TokenException as {@link Tokens#get}
     */
    public TrialResult trial(TokenRequest request, boolean fresh) {
        boolean cached = !fresh && cache().entry(request).peek().isPresent();
        TimedToken token = tokens.fromActive(request, fresh ? CachedToken::fetchNew : CachedToken::get);
        return new TrialResult(
                DisplayClaims.of(token.token()),
                token.remaining(nanoClock.getAsLong()),
                cached,
                token.signTime(),
                token.exchangeTime());
    }

    /** Returns the cached tokens, in no particular order. */
    public List<CachedTokenInfo> cachedTokens() {
        return cache().usableEntries().stream()
                .flatMap(entry ->
                        entry
                                .peek()
                                .map(token -> new CachedTokenInfo(
                                        entry.request(), token.token().expiresAt()))
                                .stream())
                .toList();
    }

    /** Removes all cached tokens and forgets failures. */
    public void clearTokens() {
        cache().clear();
        statistics.clearFailures();
    }

    /** Returns the numbers of tokens. */
    public TokenCounts tokenCounts() {
        return statistics.counts(cachedTokens().size());
    }

    /** Returns whether the token endpoint of an environment has answered. */
    public Reachability reachability(String environment) {
        return statistics.reachability(environment);
    }

    /** Returns the HSM of the active environment; empty if there is none or its settings are invalid. */
    public Optional<HsmStatus> hsm() {
        return tokens.context().settings().flatMap(devices::hsm).map(Hsm::status);
    }

    /** Returns the HSMs that have been needed so far, by the name of the device; {@code ""} for {@code hsm.*}. */
    public Map<String, Hsm> devicesInUse() {
        return devices.started();
    }

    /** Returns all configured HSMs, by the name of the device. Those that nobody has needed yet connect in the background. */
    public Map<String, Hsm> devices() {
        return devices.all();
    }

    /**
     * Logs in to the HSM of the active environment with a PIN that a person entered.
     *
     * @param pin closed by this method
     * @return false if the HSM does not wait for a PIN, since it is ready, reconnects by itself, or has a PIN file; the PIN was not used
     * @throws HsmException if the login failed
     */
    public boolean unlock(Pin pin) {
        try (pin) {
            return tokens.context()
                    .settings()
                    .filter(settings -> devices.unlock(settings, pin))
                    .isPresent();
        }
    }

    /**
     * Returns the key that signs checkpoints of the audit, on the device of {@code portnokkel.hsm}; empty if that is not configured.
     *
     * @param label {@code portnokkel.audit.key}
     */
    public Optional<SigningKey> checkpointKey(String label) {
        return devices.checkpointKey(label);
    }

    /** Returns the signing key of the active environment. */
    public Optional<SigningKeyInfo> key() {
        return keyMonitor.key();
    }

    /**
     * Reads the signing key of an environment's default client from the HSM. May take as long as one signature.
     *
     * @return empty if the environment has no such client; without certificate if the HSM does not provide it
     */
    public Optional<SigningKeyInfo> key(String environment) {
        return choices.settings(environment).flatMap(devices::keyInfo);
    }

    /**
     * Reads the certificate of a key of an environment's HSM, whether a client uses it or not. May take as long as one signature.
     *
     * @throws HsmException if the HSM has no such key, or is unavailable
     * @throws no.portnokkel.maskinporten.TokenRefusedException if the environment is not configured, or its HSM
     */
    public X509Certificate certificate(String environment, String label) {
        return contextFactory.key(environment, label).chain().get(0);
    }

    /** Returns all current problems by the monitors' latest observations, configuration first. Does no I/O. */
    public List<Problem> problems() {
        return problemMonitor.problems();
    }

    /**
     * Returns whether callers get tokens: the signing key is verified, no problem of the configuration, the HSM, the client or its
     * key needs a person, and if there is an outage, tokens are cached. A refusal of one request does not count.
     */
    public boolean isReady() {
        return problemMonitor.isReady();
    }

    /**
     * Waits until {@link #isReady()}.
     *
     * @param timeout how long to wait at most
     * @return false if the timeout elapsed first
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return problemMonitor.awaitReady(timeout);
    }

    /** Returns false if only a restart can help. */
    public boolean isLive() {
        return hsm().map(status -> status.state() != HsmState.FAILED).orElse(true);
    }

    private TokenCache cache() {
        return tokens.context().tokens();
    }

    /**
     * Stops the threads, discards the tokens and logs out of the HSMs. Callers that wait, and later ones, get a
     * {@link no.portnokkel.maskinporten.TokenUnavailableException} with the code {@code stopping}.
     */
    @Override
    public void close() {
        tokens.stop();
        threads.close();
        cache().close();
        http.close();
        devices.close();
        events.publish(new Stopped(events.source("", "")));
    }

    /**
     * The result of a trial fetch.
     *
     * @param claims read leniently, with national identity numbers masked; empty if the token is not a JWT
     * @param expiresIn the remaining lifetime
     * @param cached whether the token was in the cache before
     * @param sign the time that the HSM took
     * @param exchange the time that Maskinporten took
     */
    public record TrialResult(
            Map<String, Object> claims, Duration expiresIn, boolean cached, Duration sign, Duration exchange) {}

    /**
     * A cached token without its value.
     *
     * @param request the request that it was issued for
     * @param expiresAt by our wall clock
     */
    public record CachedTokenInfo(TokenRequest request, Instant expiresAt) {}
}
