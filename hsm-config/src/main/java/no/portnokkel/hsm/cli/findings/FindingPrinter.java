package no.portnokkel.hsm.cli.findings;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Text;

/** Prints findings: a line each in the reader's language, or one JSON array in both languages. */
public final class FindingPrinter {
    private final PrintWriter out;
    private final Locale locale;

    public FindingPrinter(PrintWriter out, Locale locale) {
        this.out = out;
        this.locale = locale;
    }

    /** Prints a line for each finding: severity, check, message, remedy. */
    public void lines(List<Finding> findings) {
        for (Finding finding : findings) {
            String remedy = finding.remedy().map(text -> " " + text.in(locale)).orElse("");
            out.printf(
                    "%-7s %s: %s%s%n",
                    finding.result(),
                    finding.check().title().in(locale),
                    finding.message().in(locale),
                    remedy);
        }
        out.flush();
    }

    public void json(List<Finding> findings) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        findings.forEach(finding -> array.add(json(finding)));
        JsonWriter writer = Json.createWriter(out);
        writer.writeArray(array.build());
        out.println();
        out.flush();
    }

    private static JsonObjectBuilder json(Finding finding) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("check", finding.check().word())
                .add("result", finding.result().name().toLowerCase(Locale.ROOT))
                .add("finding", json(finding.message()));
        finding.remedy().ifPresent(remedy -> object.add("remedy", json(remedy)));
        finding.owner().map(Owner::word).ifPresent(owner -> object.add("owner", owner));
        return object;
    }

    private static JsonObjectBuilder json(Text text) {
        return Json.createObjectBuilder().add("no", text.no()).add("en", text.en());
    }
}
