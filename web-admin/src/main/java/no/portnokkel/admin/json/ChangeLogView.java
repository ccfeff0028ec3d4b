package no.portnokkel.admin.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import no.portnokkel.control.changelog.Change;
import no.portnokkel.problem.Text;

/** JSON of the change log. */
public final class ChangeLogView {
    private ChangeLogView() {}

    /** Returns the entries in their order; {@code why} is in the reader's language, title and text are in both. */
    public static JsonArray of(List<Change.Assessed> entries, Locale language) {
        return JsonMembers.array(
                entries.stream().map(entry -> of(entry, language)).toList());
    }

    private static JsonObject of(Change.Assessed entry, Locale language) {
        Change change = entry.change();
        return new JsonMembers()
                .put("id", change.id())
                .put("date", change.date().toString())
                .put("title", bothLanguages(change.title()))
                .put("text", bothLanguages(change.text()))
                .put("source", change.source().toString())
                .put("concerns", change.concerns())
                .put("judgement", entry.status().code())
                .put("why", entry.reason().in(language))
                .object();
    }

    private static JsonObject bothLanguages(Text text) {
        return new JsonMembers().put("no", text.no()).put("en", text.en()).object();
    }
}
