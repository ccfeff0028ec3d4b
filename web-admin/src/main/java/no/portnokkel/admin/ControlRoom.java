package no.portnokkel.admin;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import no.portnokkel.admin.security.TrustedProxies;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.changelog.Change;
import no.portnokkel.control.changelog.ChangeLog;
import no.portnokkel.control.switching.EnvironmentRuntime;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.Users;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.runtime.RecordSigner.Verdict;
import no.portnokkel.runtime.StoredChoice;
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
    private final SwitchService switches;
    private final LoginService logins;
    private final TrustedProxies trustedProxies;
    private final List<Problem> invalidSettings;
    private final ChangeLog changeLog = ChangeLog.ofThisRelease();

    /**
     * Creates the control room of a running server. The database is opened at its first use.
     *
     * @param threads creates the threads that compute password hashes
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
        this.database =
                Database.of(dataSource(checked), portnokkel.configuration().dataDir(), nanoClock);
        this.trustedProxies = TrustedProxies.read(checked);
        this.switches = SwitchService.of(
                portnokkel.configuration(),
                users,
                checked.text("admin.one-person-switch").filter("true"::equals).isPresent(),
                new PortnokkelEnvironments(portnokkel, clock),
                database,
                clock,
                UUID::randomUUID);
        this.invalidSettings = List.copyOf(checked.problems());
    }

    /** A name that cannot be read must not become the embedded database, which may hold another choice. */
    private static Optional<String> dataSource(CheckedValues checked) {
        Optional<String> name = checked.text("datasource");
        return checked.problems().isEmpty() ? name : Optional.of("java:unreadable");
    }

    /** Logs problems of the control room's configuration and restores the environment that was chosen before the restart. */
    void start() {
        configurationProblems().forEach(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence()));
        database.problem().ifPresent(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence()));
        portnokkel.choices().keepStored(this::inEffect);
    }

    private Optional<Digests> inEffect() {
        try {
            switches.restore();
        } catch (ProblemException unavailable) { // listed by problems()
            return Optional.empty();
        }
        return switches.confirmations().digests();
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

    /** Returns the proxies whose forwarding headers count. */
    public TrustedProxies trustedProxies() {
        return trustedProxies;
    }

    /** Returns the service that switches the environment. */
    public SwitchService switches() {
        return switches;
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
        return problems;
    }

    /** Returns whether callers get tokens and the control room itself has no problem. */
    public boolean ready() {
        return portnokkel.isReady()
                && controlRoomProblems().stream()
                        .allMatch(problem -> problem.code().status() == 0);
    }

    private List<Problem> configurationProblems() {
        List<Problem> problems = new ArrayList<>(users.problems());
        problems.addAll(invalidSettings);
        return problems;
    }

    private List<Problem> controlRoomProblems() {
        List<Problem> problems = new ArrayList<>(configurationProblems());
        database.problem().ifPresent(problems::add);
        switches.problem().ifPresent(problems::add);
        switches.confirmations().problem().ifPresent(problems::add);
        return problems;
    }

    /** Adapts the running server to {@link EnvironmentRuntime}. */
    private static final class PortnokkelEnvironments implements EnvironmentRuntime {
        private final PortnokkelOperations portnokkel;
        private final Clock clock;

        PortnokkelEnvironments(PortnokkelOperations portnokkel, Clock clock) {
            this.portnokkel = portnokkel;
            this.clock = clock;
        }

        @Override
        public EnvironmentChoice active() {
            return portnokkel.activeEnvironment();
        }

        @Override
        public void activate(StoredChoice choice) {
            portnokkel.activate(choice);
        }

        @Override
        public StoredChoice signed(String environment, long version, Digests digests) {
            try {
                return portnokkel.choices().signed(environment, version, digests);
            } catch (HsmException notSigned) {
                throw new ProblemException(notSigned.fault().problem());
            }
        }

        @Override
        public String sign(String environment, String text) {
            try {
                return portnokkel.choices().signer().sign(environment, text);
            } catch (HsmException notSigned) {
                throw new ProblemException(notSigned.fault().problem());
            }
        }

        @Override
        public boolean isStoredChoiceRejected() {
            return portnokkel.choices().isRejected();
        }

        @Override
        public void clearRejection() {
            portnokkel.choices().clearRejection();
        }

        @Override
        public Verdict verify(String environment, String text, String signature) {
            return portnokkel.choices().signer().verify(environment, text, signature);
        }

        @Override
        public void dryRun(String environment) {
            portnokkel.dryRun(environment);
        }

        @Override
        public Optional<String> certificate(String environment) {
            return portnokkel
                    .key(environment)
                    .flatMap(key -> key.certificateInfo(clock))
                    .map(CertificateInfo::sha256);
        }
    }
}
