package no.portnokkel.admin.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import no.portnokkel.control.changelog.Change;
import no.portnokkel.problem.Text;

/** The change log, judged. */
public final class ChangeLogView {
    private ChangeLogView() {}

    /** All entries, in their order; {@code why} is in the reader's language. */
    public static JsonArray of(List<Change.Judged> entries, Locale language) {
        return JsonMembers.array(
                entries.stream().map(entry -> of(entry, language)).toList());
    }

    private static JsonObject of(Change.Judged entry, Locale language) {
        Change change = entry.change();
        return new JsonMembers()
                .put("id", change.id())
                .put("date", change.date().toString())
                .put("title", both(change.title()))
                .put("text", both(change.text()))
                .put("source", change.source().toString())
                .put("concerns", change.concerns())
                .put("judgement", entry.judgement().word())
                .put("why", entry.why().in(language))
                .object();
    }

    private static JsonObject both(Text text) {
        return new JsonMembers().put("no", text.no()).put("en", text.en()).object();
    }
}
