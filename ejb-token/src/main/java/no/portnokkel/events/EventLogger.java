package no.portnokkel.events;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.events.PortnokkelEvent.EnvironmentSwitched;
import no.portnokkel.events.PortnokkelEvent.HsmConnected;
import no.portnokkel.events.PortnokkelEvent.HsmConnecting;
import no.portnokkel.events.PortnokkelEvent.ProblemRaised;
import no.portnokkel.events.PortnokkelEvent.ProblemResolved;
import no.portnokkel.events.PortnokkelEvent.StandbyKeyChanged;
import no.portnokkel.events.PortnokkelEvent.Stopped;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;

/**
 * Writes events to the log, one line for each change, with the name of the application. An outage is two lines, however long it
 * lasts: a problem is raised and resolved once.
 */
final class EventLogger implements EventListener {
    private static final System.Logger LOG = System.getLogger("no.portnokkel");

    @Override
    public void onEvent(PortnokkelEvent event) {
        if (event instanceof TokenIssued issued) {
            log(
                    DEBUG,
                    event,
                    "Token for {0} from {1}, jti {2}",
                    issued.requested().scopes(),
                    issued.source().environment(),
                    issued.jti());
        } else if (event instanceof ProblemRaised raised) {
            log(WARNING, event, "{0}", raised.problem().sentence());
        } else if (event instanceof ProblemResolved resolved) {
            log(INFO, event, "Resolved: {0}", resolved.problem().sentence());
        } else if (event instanceof HsmConnecting connecting) {
            log(INFO, event, "Connecting to {0}", hsm(connecting.device()));
        } else if (event instanceof HsmConnected connected) {
            Duration outage = connected.outage();
            log(
                    INFO,
                    event,
                    "Connected to {0}, generation {1}, after {2} ms without a connection",
                    hsm(connected.device()),
                    Integer.toString(connected.generation()),
                    Long.toString(outage.toMillis()));
        } else if (event instanceof EnvironmentSwitched switched) {
            log(
                    INFO,
                    event,
                    "Environment switched from {0} to {1}, version {2}",
                    switched.previous().orElse("none"),
                    switched.source().environment(),
                    Long.toString(switched.version()));
        } else if (event instanceof StandbyKeyChanged changed) {
            log(
                    changed.isStandby() ? WARNING : INFO,
                    event,
                    changed.isStandby()
                            ? "Grants are signed with standby key {0} of {1}: the HSM of the first key is away"
                            : "Grants are signed with key {0} of {1} again",
                    changed.key().label(),
                    hsm(changed.key().device()));
        } else if (event instanceof Stopped) {
            log(INFO, event, "Stopped");
        }
    }

    private static String hsm(String device) {
        return device.isEmpty() ? "the HSM" : "HSM " + device;
    }

    private static void log(System.Logger.Level level, PortnokkelEvent event, String format, String... arguments) {
        if (LOG.isLoggable(level)) {
            String application = event.source().application();
            String prefix = application.isEmpty()
                    ? ""
                    : "[" + application.replace("'", "''").replace("{", "'{'") + "] ";
            LOG.log(level, prefix + format, (Object[]) arguments);
        }
    }
}
