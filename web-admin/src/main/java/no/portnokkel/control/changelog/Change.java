package no.portnokkel.control.changelog;

import java.net.URI;
import java.time.LocalDate;
import java.util.Locale;
import no.portnokkel.problem.Text;

/**
 * One change at Maskinporten that an operator must know about.
 *
 * @param id stable across releases
 * @param date when the change took effect, or the deadline for acting on it
 * @param title a few words without a full stop
 * @param text what changed and what to do
 * @param source page that announces the change
 * @param concerns {@code delegation}, {@code documentation}, {@code endpoint} or {@code firewall}
 */
public record Change(String id, LocalDate date, Text title, Text text, URI source, String concerns) {

    /**
     * A change and its status on this server.
     *
     * @param status what the change means for this server
     * @param reason one sentence: the observation behind the status
     */
    public record Assessed(Change change, Status status, Text reason) {}

    /** What a change means for this server. */
    public enum Status {
        /** Nothing is left to do. */
        DONE,
        /** The deadline has passed, and observations show that the change has not been acted on. */
        OVERDUE,
        /** Concerns an environment that is not configured. */
        NOT_FOR_US,
        /** For information only, or nothing has been observed yet that decides. */
        INFORMATION;

        /** Returns the code that scripts see, for example {@code not-for-us}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
