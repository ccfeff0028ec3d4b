package no.portnokkel.admin;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.changelog.Change;
import no.portnokkel.control.changelog.ChangeLog;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.control.users.LoginThrottle;
import no.portnokkel.control.users.Users;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.PortnokkelOperations;

/** Everything the addresses need, one a deployment. Safe for any number of threads. */
public final class ControlRoom {
    private static final System.Logger LOG = System.getLogger(ControlRoom.class.getName());

    private final PortnokkelOperations portnokkel;
    private final Clock clock;
    private final Users users;
    private final Database database;
    private final SwitchService switches;
    private final LoginThrottle brake;
    private final ChangeLog changeLog = ChangeLog.ofThisRelease();

    /**
     * Opens a control room over a running server; its database is opened at first use.
     *
     * @param nanoClock monotonic, in nanoseconds
     */
    ControlRoom(PortnokkelOperations portnokkel, Clock clock, LongSupplier nanoClock) {
        this.portnokkel = portnokkel;
        this.clock = clock;
        this.users = Users.read(portnokkel.values(), new SecureRandom());
        this.database = Database.of(
                portnokkel.values().value("portnokkel.datasource"),
                portnokkel.configuration().dataDir(),
                nanoClock);
        this.switches = SwitchService.of(
                portnokkel.configuration(),
                users,
                portnokkel
                        .values()
                        .value("portnokkel.admin.one-person-switch")
                        .filter("true"::equals)
                        .isPresent(),
                new PortnokkelEnvironments(portnokkel, clock),
                database,
                clock,
                UUID::randomUUID);
        this.brake = new LoginThrottle(nanoClock);
    }

    /** Tells the server the choice of environment that was made before the restart. */
    void start() {
        users.problems().forEach(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence()));
        try {
            switches.restore();
        } catch (ProblemException unusable) {
            LOG.log(System.Logger.Level.WARNING, "{0}", unusable.problem().sentence());
        }
    }

    /** The running server. */
    public PortnokkelOperations portnokkel() {
        return portnokkel;
    }

    /** Wall-clock time, as the answers tell it. */
    public Clock clock() {
        return clock;
    }

    /** Who can sign in. */
    public Users users() {
        return users;
    }

    /** Slows down guessing of passwords, whatever door is tried. */
    public LoginThrottle brake() {
        return brake;
    }

    /** Where the environment is switched. */
    public SwitchService switches() {
        return switches;
    }

    /** What has changed at Maskinporten, judged now. */
    public List<Change.Judged> changes() {
        return changeLog.judged(
                List.copyOf(portnokkel.configuration().environments().values()), portnokkel::reachability);
    }

    /** Everything that is wrong now: with the server, the users, and the database. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(portnokkel.problems());
        problems.addAll(own());
        return problems;
    }

    /** Whether callers get tokens, and nothing in here waits for a person. */
    public boolean ready() {
        return portnokkel.isReady() && own().isEmpty();
    }

    private List<Problem> own() {
        List<Problem> problems = new ArrayList<>(users.problems());
        database.problem().ifPresent(problems::add);
        return problems;
    }
}
