package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.ceremony.EvidenceVerification;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;

/** Prints what was found in the evidence of a ceremony. */
final class EvidencePrinter {
    private final CliContext context;

    EvidencePrinter(CliContext context) {
        this.context = context;
    }

    void print(Path folder, EvidenceVerification result, boolean json) {
        if (json) {
            context.json(object(result).build());
            return;
        }
        Map<Text, String> rows = new LinkedHashMap<>();
        rows.put(Text.message("verify.result"), verdict(result).in(context.locale()));
        result.about().ifPresent(about -> {
            put(rows, Text.message("evidence-page.kind"), about, "kind");
            put(rows, Text.message("evidence-page.purpose"), about, "purpose");
            put(rows, Text.message("evidence-page.label"), about, "label");
            put(rows, Text.message("evidence-page.organisation"), about, "organisation");
            put(rows, Text.message("evidence-page.class"), about, "class");
            put(rows, Text.message("evidence-page.plan-sha256"), about, "plan");
        });
        result.signer().ifPresent(key -> rows.put(Text.message("verify.signer"), CliContext.sha256(key.getEncoded())));
        context.section(folder.toString(), rows);
        result.findings().forEach(finding -> context.out().println(finding.in(context.locale())));
        context.out().flush();
    }

    private static Text verdict(EvidenceVerification result) {
        if (!result.isIntact()) {
            return Text.message("verify.not-intact");
        }
        return result.isAnchored() ? Text.message("verify.anchored") : Text.message("verify.self-consistent");
    }

    private static JsonObjectBuilder object(EvidenceVerification result) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("result", result.isIntact() ? "ok" : "failed")
                .add("anchored", result.isAnchored());
        result.about().ifPresent(about -> object.add("about", about));
        result.signer().ifPresent(key -> object.add("signerSha256", CliContext.sha256(key.getEncoded())));
        JsonArrayBuilder problems = Json.createArrayBuilder();
        result.findings()
                .forEach(finding -> problems.add(Json.createObjectBuilder().add("detail", CliContext.json(finding))));
        return object.add("problems", problems);
    }

    private static void put(Map<Text, String> rows, Text title, JsonObject about, String member) {
        Optional.ofNullable(about.getString(member, null))
                .filter(value -> !value.isEmpty())
                .ifPresent(value -> rows.put(title, UntrustedText.oneLine(value)));
    }
}
