package no.portnokkel.events;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import no.portnokkel.events.EventPublisher.EventListener;
import no.portnokkel.events.PortnokkelEvent.EnvironmentSwitched;
import no.portnokkel.events.PortnokkelEvent.ProblemRaised;
import no.portnokkel.events.PortnokkelEvent.ProblemResolved;
import no.portnokkel.events.PortnokkelEvent.TokenIssued;

/** Writes events to the log. An outage is two lines, however long it lasts: a problem is raised and resolved once. */
final class EventLogger implements EventListener {
    private static final System.Logger LOG = System.getLogger("no.portnokkel");

    @Override
    public void onEvent(PortnokkelEvent event) {
        if (event instanceof TokenIssued issued) {
            LOG.log(
                    DEBUG,
                    "Token for {0} from {1}, jti {2}",
                    issued.scope(),
                    issued.source().environment(),
                    issued.jti());
        } else if (event instanceof ProblemRaised raised) {
            LOG.log(WARNING, "{0}", raised.problem().sentence());
        } else if (event instanceof ProblemResolved resolved) {
            LOG.log(INFO, "Resolved: {0}", resolved.problem().sentence());
        } else if (event instanceof EnvironmentSwitched switched) {
            LOG.log(
                    INFO,
                    "Environment switched from {0} to {1}, version {2}",
                    switched.previous().orElse("none"),
                    switched.source().environment(),
                    Long.toString(switched.version()));
        }
    }
}
