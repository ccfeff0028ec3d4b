package no.portnokkel.admin.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.audit.AuditFinding;
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.Checkpoint;
import no.portnokkel.audit.TreeHash;
import no.portnokkel.control.audit.AuditSearch.Entry;
import no.portnokkel.control.audit.AuditSearch.Found;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The JSON of records of the audit and of their verification. */
final class AuditView {
    private AuditView() {}

    /** A record that is no JSON object has its sequence number alone, and {@code unreadable}. */
    static JsonObject of(Found found) {
        JsonMembers members = new JsonMembers()
                .put(
                        "records",
                        JsonMembers.array(
                                found.entries().stream().map(AuditView::record).toList()));
        found.next().ifPresent(next -> members.put("next", next));
        return members.object();
    }

    private static JsonObject record(Entry entry) {
        return entry.record()
                .map(AuditView::escaped)
                .orElseGet(() -> new JsonMembers()
                        .put("seq", entry.sequence())
                        .put("unreadable", true)
                        .object());
    }

    /** What was written to the database by somebody else may have invisible characters. */
    private static JsonObject escaped(JsonObject object) {
        JsonMembers members = new JsonMembers();
        object.forEach((name, value) -> {
            if (value instanceof JsonString text) {
                members.put(name, text.getString());
            } else {
                members.put(name, value instanceof JsonObject inner ? escaped(inner) : value);
            }
        });
        return members.object();
    }

    /** @param verification empty if no checkpoint is signed */
    static JsonObject of(Optional<AuditVerification> verification, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("result", verification.filter(AuditVerification::isIntact).isPresent() ? "ok" : "failed");
        verification.ifPresent(result -> members.put("records", result.records()));
        verification
                .map(AuditVerification::removed)
                .filter(removed -> removed > 0)
                .ifPresent(removed -> members.put("archived", removed));
        return members.put("head", verification.flatMap(AuditVerification::head).map(TreeHash::hex))
                .put(
                        "checkpoint",
                        verification.flatMap(AuditVerification::checkpoint).map(Checkpoint::text))
                .put("problems", problems(verification, language))
                .object();
    }

    private static JsonArray problems(Optional<AuditVerification> verification, Locale language) {
        List<JsonObject> problems = verification
                .map(result -> result.findings().stream()
                        .map(finding -> finding(finding, language))
                        .toList())
                .orElseGet(() -> List.of(unsigned(language)));
        return JsonMembers.array(problems);
    }

    private static JsonObject finding(AuditFinding finding, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("kind", finding.kind())
                .put("detail", finding.detail().in(language))
                .put("remedy", finding.remedy().in(language));
        finding.firstWrong().ifPresent(sequence -> members.put("firstWrong", sequence));
        return members.object();
    }

    private static JsonObject unsigned(Locale language) {
        Problem problem = Problem.of(ProblemCode.AUDIT_NOT_SIGNED, "audit-not-signed.no-key");
        return new JsonMembers()
                .put("kind", problem.code().word())
                .put("detail", problem.detail().in(language))
                .put("remedy", problem.remedy().in(language))
                .object();
    }
}
