package no.portnokkel.runtime;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.http.ApacheFormPost;
import no.portnokkel.maskinporten.http.FormPost;
import no.portnokkel.maskinporten.token.IssuedToken;
import no.portnokkel.maskinporten.token.KeepsTokens;
import no.portnokkel.maskinporten.token.MaskinportenEndpoint;
import no.portnokkel.maskinporten.token.SingleFlight;
import no.portnokkel.maskinporten.token.TokenClaims;
import no.portnokkel.maskinporten.token.TokenSource;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Portnøkkel without a container. Starts whatever the state of the HSM and of Maskinporten, never throws for a wrong
 * configuration, and says in {@link #problems()} what is wrong. Safe for any number of threads.
 */
public final class Portnokkel implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Portnokkel.class.getName());

    /** Asked for in a dry run when neither the configuration nor an earlier request names a scope. */
    private static final String USUAL_SCOPE = "skatteetaten:inntekt";

    private static final int MOST_FLIGHTS = 64;
    private static final int BACKGROUND_THREADS = 4;

    private final ConfigValues values;
    private final Configuration configuration;
    private final Clock clock = Clock.systemUTC();
    private final LongSupplier nanoClock = System::nanoTime;
    private final ScheduledExecutorService background;
    private final ScheduledExecutorService alarms;
    private final ExecutorService flights;
    private final FormPost http;
    private final Devices devices;
    private final KeyWatch keys;
    private final TokenLedger ledger = new TokenLedger();
    private final ProblemLog log = new ProblemLog();
    private final ActiveEnvironment active;
    private final EnvironmentTokens tokens;
    private final ScheduledFuture<?> watch;

    private Portnokkel(ConfigValues values, ThreadFactory threads) {
        this.values = values;
        this.configuration = Configuration.read(values);
        this.background = new ScheduledThreadPoolExecutor(BACKGROUND_THREADS, threads);
        this.alarms = new ScheduledThreadPoolExecutor(1, threads);
        this.flights = new ThreadPoolExecutor(0, MOST_FLIGHTS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        this.http = new ApacheFormPost(configuration.http(), alarms);
        this.devices = new Devices(configuration, background, nanoClock);
        this.keys = new KeyWatch(devices, clock);
        this.active = new ActiveEnvironment(configuration.dataDir(), configuration.firstEnvironment(), clock);
        this.tokens = new EnvironmentTokens(active, this::life);
        this.watch = background.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
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
        try {
            tokens.follow();
            keys.look(tokens.life().settings());
            log.see(problems());
        } catch (RuntimeException unexpected) { // a periodic task that throws is never run again
            LOG.log(System.Logger.Level.ERROR, "Looking after the key failed and goes on", unexpected);
        }
    }

    private Life life(ActiveChoice choice) {
        Optional<EnvironmentSettings> chosen = choice.environment()
                .flatMap(
                        name -> Optional.ofNullable(configuration.environments().get(name)));
        TokenSource source = chosen.filter(settings -> settings.state() == EnvironmentSettings.State.READY)
                .map(settings -> flight(endpoint(settings, () -> stillActive(choice))))
                .orElseGet(() -> refusing(choice));
        return new Life(
                choice,
                chosen,
                new KeepsTokens(
                        source,
                        configuration.tokens().margin(),
                        configuration.tokens().maxEntries(),
                        nanoClock));
    }

    private boolean stillActive(ActiveChoice choice) {
        return tokens.follow(choice);
    }

    private TokenSource flight(TokenSource next) {
        return new SingleFlight(next, flights, configuration.tokens().longestWait());
    }

    private TokenSource endpoint(EnvironmentSettings settings, BooleanSupplier stillActive) {
        return new MaskinportenEndpoint(
                settings, label -> devices.key(settings, label), http, stillActive, ledger, clock, nanoClock);
    }

    private TokenSource refusing(ActiveChoice choice) {
        return request -> {
            throw new TokenRefusedException(problemOf(choice).orElseThrow());
        };
    }

    /** Why there can be no token in what was chosen; empty when there can. */
    private Optional<Problem> problemOf(ActiveChoice choice) {
        if (choice.environment().isEmpty()) {
            boolean unset = values.value("portnokkel.environment").isEmpty();
            return unset
                    ? Optional.of(configuration.noEnvironment())
                    : configuration.problems().stream().findFirst();
        }
        String name = choice.environment().get();
        EnvironmentSettings settings = configuration.environments().get(name);
        if (settings == null) {
            return Optional.of(notConfigured(name));
        }
        return settings.problems().stream().findFirst();
    }

    private static Problem notConfigured(String name) {
        return Problem.of(
                ProblemCode.CONFIGURATION_INVALID,
                new Text(
                        "Det aktive miljøet " + name + " er ikke konfigurert her.",
                        "The active environment " + name + " is not configured here."),
                new Text(
                        "Sett portnokkel.environments." + name + ".*, eller bytt miljø i kontrollrommet.",
                        "Set portnokkel.environments." + name + ".*, or switch in the control room."));
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
    public ActiveChoice active() {
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
        EnvironmentSettings settings = configuration.environments().get(environment);
        if (settings == null) {
            throw new TokenRefusedException(notConfigured(environment));
        }
        if (settings.state() != EnvironmentSettings.State.READY) {
            throw new TokenRefusedException(settings.problems().get(0));
        }
        flight(endpoint(settings, () -> true)).token(dryRunRequest(settings));
    }

    private TokenRequest dryRunRequest(EnvironmentSettings settings) {
        return settings.client().stream()
                .flatMap(client -> client.scopes().stream())
                .findFirst()
                .map(scope -> TokenRequest.forScope(scope.value()))
                .or(() -> ledger.lastRequest().map(TokenRequest::scopeText).map(TokenRequest::forScope))
                .orElseGet(() -> TokenRequest.forScope(USUAL_SCOPE));
    }

    /**
     * Fetches a token to see that it can be.
     *
     * @param fresh whether a kept token does not count
     * @throws no.portnokkel.maskinporten.TokenException as {@link Tokens#get}
     */
    public Trial trial(TokenRequest request, boolean fresh) {
        boolean cached = !fresh && tokens.life().tokens().usable(request).isPresent();
        IssuedToken issued = tokens.issued(kept -> fresh ? kept.renew(request) : kept.token(request));
        return new Trial(
                TokenClaims.of(issued.token()),
                issued.left(nanoClock.getAsLong()),
                cached,
                issued.sign(),
                issued.exchange());
    }

    /** The tokens that are kept, in no order. */
    public List<KeptToken> kept() {
        return tokens.life().tokens().usable().stream()
                .map(entry ->
                        new KeptToken(entry.getKey(), entry.getValue().token().expiresAt()))
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
        return tokens.life().settings().flatMap(devices::of).map(Hsm::status);
    }

    /** The signing key of the active environment. */
    public Optional<KeyFacts> key() {
        return keys.key();
    }

    /** Everything that is wrong now, configuration first, each once. */
    public List<Problem> problems() {
        Life life = tokens.life();
        List<Problem> problems = new ArrayList<>(configuration.problems());
        problemOf(life.choice()).ifPresent(problems::add);
        problems.addAll(keys.problems());
        life.choice().environment().map(ledger::failures).ifPresent(problems::addAll);
        return problems.stream().distinct().toList();
    }

    /** Whether callers get tokens: a key is proven, nothing waits for a person, and no outage has emptied the store. */
    public boolean ready() {
        List<Problem> problems = problems();
        boolean waitsForPerson = problems.stream()
                .anyMatch(problem ->
                        problem.code().status() > 0 && !problem.code().passesByItself());
        boolean outage = problems.stream().anyMatch(problem -> problem.code().passesByItself());
        return keys.everProven() && !waitsForPerson && !(outage && kept().isEmpty());
    }

    /** Whether anything but a restart can help. */
    public boolean live() {
        return hsm().map(status -> status.state() != HsmState.FAILED).orElse(true);
    }

    /** Stops the threads, drops the tokens and logs out of the HSM. */
    @Override
    public void close() {
        watch.cancel(true);
        background.shutdownNow();
        alarms.shutdownNow();
        flights.shutdownNow();
        http.close();
        devices.close();
    }
}
