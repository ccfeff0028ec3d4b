package no.portnokkel.admin;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import no.portnokkel.admin.security.ActLog;
import no.portnokkel.admin.security.TrustedProxies;
import no.portnokkel.audit.NoteSigner;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.audit.Audit;
import no.portnokkel.control.audit.Retention;
import no.portnokkel.control.changelog.Change;
import no.portnokkel.control.changelog.ChangeLog;
import no.portnokkel.control.keys.KeyChangeService;
import no.portnokkel.control.nodes.NodeName;
import no.portnokkel.control.nodes.NodeService;
import no.portnokkel.control.register.KeyRegister;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.control.users.BreakGlassAlarm;
import no.portnokkel.control.users.ClientSecretReader;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.SignIns;
import no.portnokkel.control.users.SingleSignOn;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.http.ProductVersion;
import no.portnokkel.oidc.RelyingPartySettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.runtime.StoredChoice.Digests;
import no.portnokkel.settings.CheckedValues;

/**
 * The control room of this deployment: wires the running server, users, database, switches and change log together for
 * the HTTP resources. One instance per deployment, safe for any number of threads.
 */
public final class ControlRoom {
    private static final System.Logger LOG = System.getLogger(ControlRoom.class.getName());

    private final PortnokkelOperations portnokkel;
    private final Clock clock;
    private final Users users;
    private final Database database;
    private final Audit audit;
    private final NodeService nodes;
    private final ExecutorService attempts;
    private final SwitchService switches;
    private final KeyChangeService keyChanges;
    private final KeyRegister register;
    private final LoginService logins;
    private final SignIns signIns = new SignIns();
    private final BreakGlassAlarm breakGlass;
    private final Optional<SingleSignOn> signOn;
    private final TrustedProxies trustedProxies;
    private final List<Problem> invalidSettings;
    private final ChangeLog changeLog = ChangeLog.ofThisRelease();

    /**
     * Creates the control room of a running server. The database is opened at its first use.
     *
     * @param threads creates the threads that compute password hashes and make grants that switches and changes of keys need
     * @param nanoClock monotonic clock, in nanoseconds
     */
    ControlRoom(
            PortnokkelOperations portnokkel,
            LoginService.PasswordCheck passwordCheck,
            ThreadFactory threads,
            Clock clock,
            LongSupplier nanoClock) {
        this.portnokkel = portnokkel;
        this.clock = clock;
        SecureRandom random = new SecureRandom();
        CheckedValues checked = Configuration.checked(portnokkel.values(), "portnokkel.");
        this.users = Users.read(portnokkel.values(), random);
        this.logins = new LoginService(users, passwordCheck, threads, nanoClock, random);
        List<Problem> invalid = new ArrayList<>();
        this.signOn = signOn(threads, nanoClock, invalid);
        this.breakGlass = new BreakGlassAlarm(clock);
        signIns.register(ActLog::log);
        users.signOn().ifPresent(configured -> signIns.register(breakGlass));
        this.database =
                Database.of(dataSource(checked), portnokkel.configuration().dataDir(), nanoClock);
        this.trustedProxies = TrustedProxies.read(checked);
        String nodeName = NodeName.read(checked);
        Optional<String> auditKey = checked.text("audit.key");
        this.audit = new Audit(
                database,
                portnokkel.configuration().dataDir(),
                () -> auditKey.flatMap(portnokkel::checkpointKey).map(NoteSigner::of).stream()
                        .toList(),
                checked.text("audit.witness-file").map(Path::of),
                Retention.configured(checked),
                nodeName,
                threads,
                clock,
                nanoClock);
        signIns.register(audit.signIns());
        portnokkel.register(audit.grants());
        this.nodes = new NodeService(
                nodeName, UUID.randomUUID(), ProductVersion.VERSION, new OwnNode(this), database, clock, nanoClock);
        this.register =
                new KeyRegister(new PortnokkelDevices(portnokkel, checked), database, nodeName, clock, nanoClock);
        this.attempts = new ThreadPoolExecutor(
                0, 1, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads, new ThreadPoolExecutor.DiscardPolicy());
        EnvironmentRuntime environments = new PortnokkelEnvironments(portnokkel, nodes, clock);
        this.switches = SwitchService.of(
                portnokkel.configuration(),
                users,
                SwitchService.Rules.read(checked),
                environments,
                database,
                audit.trail(),
                clock,
                UUID::randomUUID,
                attempts);
        this.keyChanges = new KeyChangeService(
                portnokkel.configuration(),
                users,
                switches,
                environments,
                nodes::behind,
                database,
                audit.trail(),
                clock,
                UUID::randomUUID,
                attempts);
        portnokkel.register(keyChanges.grantListener());
        invalid.addAll(checked.problems());
        this.invalidSettings = List.copyOf(invalid);
    }

    /** Without the secret that is configured nobody signs in by the provider. */
    private Optional<SingleSignOn> signOn(ThreadFactory threads, LongSupplier nanoClock, List<Problem> invalid) {
        return users.signOn().flatMap(settings -> {
            ClientSecretReader reader = new ClientSecretReader(portnokkel.values());
            Optional<RelyingPartySettings.Secret> secret =
                    reader.read(portnokkel.configuration().dataDir());
            invalid.addAll(reader.problems());
            return reader.problems().isEmpty()
                    ? Optional.of(new SingleSignOn(
                            settings, secret, portnokkel.configuration().http(), threads, nanoClock))
                    : Optional.empty();
        });
    }

    /** A name that cannot be read must not become the embedded database, which may hold another choice. */
    private static Optional<String> dataSource(CheckedValues checked) {
        Optional<String> name = checked.text("datasource");
        return checked.problems().isEmpty() ? name : Optional.of("java:unreadable");
    }

    /** Logs problems of the control room's configuration and restores the environment that was chosen before the restart. */
    void start() {
        Stream.concat(configurationProblems().stream(), database.problem().stream())
                .forEach(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence()));
        portnokkel.choices().keepStored(this::inEffect);
    }

    /** Ends its threads and closes the embedded database. */
    void close() {
        logins.close();
        signOn.ifPresent(SingleSignOn::close);
        attempts.shutdownNow();
        audit.close();
        database.close();
    }

    private Optional<Digests> inEffect() {
        audit.countGrants();
        register.check();
        try {
            keyChanges.check();
            switches.check();
            audit.check();
        } catch (ProblemException unavailable) { // listed by problems()
            return Optional.empty();
        }
        Optional<Digests> digests = switches.confirmations().digests();
        nodes.report(digests);
        digests.ifPresent(known ->
                audit.inEffect(portnokkel.activeEnvironment().environment().orElse(""), known.inEffect()));
        return digests;
    }

    /** Returns the running server. */
    public PortnokkelOperations portnokkel() {
        return portnokkel;
    }

    /** Returns the wall clock that responses use. */
    public Clock clock() {
        return clock;
    }

    /** Returns the users who can log in. */
    public Users users() {
        return users;
    }

    /** Returns the check of passwords, shared by HTTP Basic and the login form. */
    public LoginService logins() {
        return logins;
    }

    /** Returns the sign-in by the bank's identity provider; empty when none is configured, or wrongly. */
    public Optional<SingleSignOn> signOn() {
        return signOn;
    }

    /** Returns the publisher of who signs in and out; listeners of the audit register here. */
    public SignIns signIns() {
        return signIns;
    }

    /** Returns the proxies whose forwarding headers count. */
    public TrustedProxies trustedProxies() {
        return trustedProxies;
    }

    /** Returns the service that switches the environment. */
    public SwitchService switches() {
        return switches;
    }

    /** Returns the service that changes and stops keys. */
    public KeyChangeService keyChanges() {
        return keyChanges;
    }

    /** Returns the records of who did what. */
    public Audit audit() {
        return audit;
    }

    /** Returns the service of the nodes that share the database. */
    public NodeService nodes() {
        return nodes;
    }

    /** Returns the register of keys and certificates. */
    public KeyRegister register() {
        return register;
    }

    /** Returns the changes at Maskinporten with their present status. */
    public List<Change.Assessed> changes() {
        return changeLog.assess(
                List.copyOf(portnokkel.configuration().environments().values()), portnokkel::reachability);
    }

    /** Returns all present problems: of the server, the users and the database. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(portnokkel.problems());
        problems.addAll(controlRoomProblems());
        problems.addAll(register.problems());
        return problems;
    }

    /** Returns whether callers get tokens and the control room itself is configured correctly. Its database is not needed for tokens. */
    public boolean ready() {
        return portnokkel.isReady()
                && controlRoomProblems().stream()
                        .map(Problem::code)
                        .allMatch(code -> code.status() == 0 || code == ProblemCode.DATABASE_UNAVAILABLE);
    }

    private List<Problem> configurationProblems() {
        List<Problem> problems = new ArrayList<>(users.problems());
        problems.addAll(invalidSettings);
        return problems;
    }

    private List<Problem> controlRoomProblems() {
        List<Problem> problems = new ArrayList<>(configurationProblems());
        database.problem().ifPresent(problems::add);
        problems.addAll(breakGlass.problems());
        problems.addAll(switches.problems());
        problems.addAll(keyChanges.problems());
        switches.confirmations().problem().ifPresent(problems::add);
        problems.addAll(nodes.problems());
        problems.addAll(audit.problems());
        return problems;
    }
}
