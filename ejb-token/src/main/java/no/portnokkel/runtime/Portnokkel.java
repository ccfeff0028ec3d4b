package no.portnokkel.runtime;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.cache.CachedToken;
import no.portnokkel.maskinporten.cache.FetchRuntime;
import no.portnokkel.maskinporten.cache.TimedToken;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.endpoint.DisplayClaims;
import no.portnokkel.maskinporten.http.ApacheHttpTransport;
import no.portnokkel.maskinporten.http.HttpTransport;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.status.CachedTokenInfo;
import no.portnokkel.runtime.status.EnvironmentChoice;
import no.portnokkel.runtime.status.Reachability;
import no.portnokkel.runtime.status.SigningKeyInfo;
import no.portnokkel.runtime.status.TokenCounts;
import no.portnokkel.runtime.status.TrialResult;

/**
 * Portnøkkel without a container. Starts whatever the state of the HSM and of Maskinporten, never throws for a wrong
 * configuration, and says in {@link #problems()} what is wrong. Safe for any number of threads.
 */
public final class Portnokkel implements AutoCloseable {
    private final ConfigValues values;
    private final Configuration configuration;
    private final Clock clock = Clock.systemUTC();
    private final LongSupplier nanoClock = System::nanoTime;
    private final ThreadPools threads;
    private final HttpTransport http;
    private final HsmDevices devices;
    private final SigningKeyMonitor keys;
    private final MetadataMonitor metadata;
    private final TokenStatistics ledger = new TokenStatistics();
    private final ProblemLogger log = new ProblemLogger();
    private final ActiveEnvironmentStore active;
    private final EnvironmentContextFactory lives;
    private final EnvironmentTokens tokens;
    private final EnvironmentStatus health;
    private final PeriodicTasks looks;

    private Portnokkel(ConfigValues values, ThreadFactory factory) {
        this.values = values;
        this.configuration = Configuration.read(values);
        this.threads = ThreadPools.of(factory);
        this.http = new ApacheHttpTransport(configuration.http(), threads.alarms());
        AbandonableExecutor fetches = new AbandonableExecutor(threads.flights(), ThreadPools.MOST_FLIGHTS);
        this.devices = new HsmDevices(configuration, fetches, threads.background(), nanoClock);
        this.keys = new SigningKeyMonitor(devices, clock);
        this.metadata = new MetadataMonitor(http, nanoClock);
        this.active = new ActiveEnvironmentStore(configuration.dataDir(), configuration.firstEnvironment(), clock);
        this.lives = new EnvironmentContextFactory(
                configuration,
                devices,
                http,
                ledger,
                new FetchRuntime(fetches, threads.ahead(), clock, nanoClock, new SecureRandom()));
        this.tokens = new EnvironmentTokens(active, lives);
        this.health = new EnvironmentStatus(configuration, devices, keys, metadata, ledger, lives, tokens);
        this.looks = new PeriodicTasks(threads);
        looks.everySecond(tokens::follow);
        looks.everySecond(this::look);
        looks.everySecond(() -> metadata.look(tokens.life().settings()));
        looks.refresh(() -> tokens.life().tokens().look());
    }

    /**
     * Starts everything and returns at once; connecting goes on in the background.
     *
     * @param values the configuration, read once
     * @param threads makes our threads; in a server, its managed ones
     */
    public static Portnokkel start(ConfigValues values, ThreadFactory threads) {
        return new Portnokkel(values, threads);
    }

    private void look() {
        keys.look(tokens.life().settings());
        log.see(problems());
    }

    /** The values that the configuration was read from. */
    public ConfigValues values() {
        return values;
    }

    /** The configuration as it was read at start. */
    public Configuration configuration() {
        return configuration;
    }

    /** Tokens of whichever environment is active. */
    public Tokens tokens() {
        return tokens;
    }

    /** The environment in use. */
    public EnvironmentChoice active() {
        return tokens.life().choice();
    }

    /**
     * Makes every deployment on this server use another environment, within a second.
     *
     * @param environment a configured one
     * @param version greater than that of {@link #active()}
     */
    public void activate(String environment, long version) {
        active.replace(environment, version);
        tokens.follow();
    }

    /**
     * Fetches a token in an environment that need not be active, and keeps nothing.
     *
     * @throws no.portnokkel.maskinporten.TokenException when it does not work
     */
    public void dryRun(String environment) {
        lives.dryRun(environment);
    }

    /**
     * Fetches a token to see that it can be.
     *
     * @param fresh whether a kept token does not count
     * @throws no.portnokkel.maskinporten.TokenException as {@link Tokens#get}
     */
    public TrialResult trial(TokenRequest request, boolean fresh) {
        boolean cached = !fresh && tokens.life().tokens().of(request).kept().isPresent();
        TimedToken timed = tokens.timed(request, fresh ? CachedToken::renewed : CachedToken::get);
        return new TrialResult(
                DisplayClaims.of(timed.token()),
                timed.left(nanoClock.getAsLong()),
                cached,
                timed.sign(),
                timed.exchange());
    }

    /** The tokens that are kept, in no order. */
    public List<CachedTokenInfo> kept() {
        return tokens.life().tokens().usable().stream()
                .flatMap(live ->
                        live
                                .kept()
                                .map(timed -> new CachedTokenInfo(
                                        live.request(), timed.token().expiresAt()))
                                .stream())
                .toList();
    }

    /** Drops what is kept and what is remembered of failures. */
    public void forgetTokens() {
        tokens.life().tokens().forget();
        ledger.forgetFailures();
    }

    /** Tokens in numbers. */
    public TokenCounts counts() {
        return ledger.counts(kept().size());
    }

    /** What has been seen of an environment's token endpoint. */
    public Reachability reachability(String environment) {
        return ledger.reachability(environment);
    }

    /** The device of the active environment; empty when there is none or its settings are wrong. */
    public Optional<HsmStatus> hsm() {
        return health.hsm();
    }

    /**
     * Logs in to the device of the active environment with a PIN that a person has typed.
     *
     * @param pin closed here
     * @return false when no device waits for one: the PIN was not looked at
     * @throws HsmException what stood in the way
     */
    public boolean unlock(Pin pin) {
        try (pin) {
            return tokens.life()
                    .settings()
                    .filter(settings -> devices.unlock(settings, pin))
                    .isPresent();
        }
    }

    /** The signing key of the active environment. */
    public Optional<SigningKeyInfo> key() {
        return keys.key();
    }

    /**
     * Reads the signing key of an environment's own client, now. May take as long as one signature.
     *
     * @return empty when the environment has no such client; without certificate while the HSM does not show it
     */
    public Optional<SigningKeyInfo> key(String environment) {
        return Optional.ofNullable(configuration.environments().get(environment))
                .flatMap(devices::keyOf);
    }

    /** Everything that is wrong now, configuration first, each once. */
    public List<Problem> problems() {
        return health.problems();
    }

    /** Whether callers get tokens: a key is proven, nothing waits for a person, and no outage has emptied the store. */
    public boolean ready() {
        return health.isReady();
    }

    /** Whether anything but a restart can help. */
    public boolean live() {
        return health.isLive();
    }

    /** Stops the threads, drops the tokens and logs out of the HSM. */
    @Override
    public void close() {
        looks.close();
        threads.close();
        tokens.life().tokens().close();
        http.close();
        devices.close();
    }
}
