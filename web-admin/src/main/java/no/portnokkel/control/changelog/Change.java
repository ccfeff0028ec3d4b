package no.portnokkel.control.changelog;

import java.net.URI;
import java.time.LocalDate;
import no.portnokkel.problem.Text;

/**
 * One change that an operator should know of.
 *
 * @param id stays the same over releases
 * @param date when it took effect, or had to be done
 * @param title a few words
 * @param text what changed and what to do
 * @param source where it is said
 * @param concerns in one word: {@code delegation}, {@code documentation}, {@code endpoint}, {@code firewall}
 */
public record Change(String id, LocalDate date, Text title, Text text, URI source, String concerns) {

    /**
     * A change as it stands for this server.
     *
     * @param change what changed
     * @param judgement what it means here
     * @param why what was seen
     */
    public record Judged(Change change, Judgement judgement, Text why) {}
}
