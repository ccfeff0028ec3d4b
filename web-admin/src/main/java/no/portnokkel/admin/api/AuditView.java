package no.portnokkel.admin.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.admin.json.JsonMembers;
import no.portnokkel.audit.AuditFinding;
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.Checkpoint;
import no.portnokkel.audit.TreeHash;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The JSON of a verification of the audit. */
final class AuditView {
    private AuditView() {}

    /** @param verification empty if no checkpoint is signed */
    static JsonObject of(Optional<AuditVerification> verification, Locale language) {
        JsonMembers members = new JsonMembers()
                .put("result", verification.filter(AuditVerification::isIntact).isPresent() ? "ok" : "failed");
        verification.ifPresent(result -> members.put("records", result.records()));
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
