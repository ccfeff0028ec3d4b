package no.portnokkel.control.switching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditExport;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.audit.Checkpoints;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** Each decision leaves one record: who, what, and about what exactly. */
class RecordedDecisionsTest extends SwitchFixture {
    private static final String KARI =
            "\"actor\":{\"name\":\"kari\",\"id\":\"kari\",\"roles\":[\"viewer\",\"operator\"],\"address\":\"192.0.2.1\"}";
    private static final String OLA = "\"actor\":{\"name\":\"ola\",\"id\":\"ola\","
            + "\"roles\":[\"viewer\",\"security-officer\"],\"address\":\"192.0.2.1\"}";

    @Test
    void a_proposal_and_its_approval() throws IOException {
        Switch proposal = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        switches().approve(proposal.id(), actor("ola"), Optional.empty());

        String about = "\"object\":\"switch " + proposal.id() + "\",\"before\":\"lab\",\"after\":\"prod\","
                + "\"reason\":\"Produksjon\",\"digest\":\"" + proposal.digest() + "\"";
        assertThat(records())
                .satisfiesExactly(
                        proposed -> assertThat(proposed).contains(KARI, "\"act\":\"switch-proposed\"", about),
                        approved -> assertThat(approved).contains(OLA, "\"act\":\"switch-approved\"", about));
    }

    @Test
    void what_is_refused_leaves_no_record_of_a_decision() throws IOException {
        Switch proposal = switches().propose(actor("kari"), "prod", ChangeRecord.ofReason("Produksjon"));
        assertRejected(
                ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                () -> switches().approve(proposal.id(), actor("kari"), Optional.empty()));

        assertThat(acts()).containsExactly("switch-proposed");
    }

    @Test
    void a_withdrawal_and_an_expiry() throws IOException {
        Switch withdrawn = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        switches().withdraw(withdrawn.id(), actor("ola"));
        Switch expired = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        clock.advance(Duration.ofHours(25));
        switches().all();
        switches().all();

        assertThat(acts()).containsExactly("switch-proposed", "switch-withdrawn", "switch-proposed", "switch-expired");
        assertThat(records().get(3))
                .contains("{\"name\":\"portnokkel\"}", expired.id().toString());
    }

    @Test
    void an_emergency_change_and_its_review() throws IOException {
        given_a_confirmed_production();
        Switch emergency = switches().switchInEmergency(actor("ola"), "prod", ChangeRecord.ofReason("Nede"));
        switches().review(emergency.id(), actor("kari"), "Lest");

        assertThat(records().subList(4, 6))
                .satisfiesExactly(
                        executed -> assertThat(executed).contains(OLA, "emergency-change", "\"reason\":\"Nede\""),
                        reviewed -> assertThat(reviewed).contains(KARI, "emergency-reviewed", "\"reason\":\"Lest\""));
    }

    @Test
    void a_confirmation() throws IOException {
        user("ny", "operator");
        Confirmation proposal = switches().confirmations().propose(actor("kari"));
        switches().confirmations().approve(proposal.id(), actor("ola"));

        assertThat(records())
                .satisfiesExactly(
                        proposed -> assertThat(proposed).contains(KARI, "confirmation-proposed"),
                        approved -> assertThat(approved)
                                .contains(
                                        OLA,
                                        "confirmation-approved",
                                        proposal.state().digest()));
    }

    @Test
    void an_automatic_rollback() throws IOException {
        Switch proposal = switches().propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("Øvelse"));
        SwitchService node = switches();
        node.approve(proposal.id(), actor("ola"), Optional.empty());
        server.refuseDryRuns(Problem.of(
                ProblemCode.MASKINPORTEN_REFUSED, text("Avvist.", "Refused by Digdir."), text("Rett.", "Mend.")));
        clock.advance(Duration.ofMinutes(3));
        node.check();

        assertThat(records().get(2))
                .contains(
                        "{\"name\":\"portnokkel\"}",
                        "\"act\":\"switch-reverted\"",
                        "\"before\":\"rehearsal\",\"after\":\"lab\",\"reason\":\"Refused by Digdir.\"");
    }

    private void given_a_confirmed_production() {
        for (String target : List.of("prod", "lab")) {
            Switch proposal = switches().propose(actor("kari"), target, ChangeRecord.ofReason("Øvelse"));
            switches().approve(proposal.id(), actor("ola"), Optional.empty());
        }
    }

    private List<String> acts() throws IOException {
        return records().stream()
                .map(line -> line.replaceFirst(".*\"act\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private List<String> records() throws IOException {
        Database database = TestDatabase.in(dataDir, System::nanoTime);
        AuditTrail trail = new AuditTrail(database, dataDir, clock, "node");
        Checkpoints checkpoints = new Checkpoints(database, trail, dataDir, List::of, Optional.empty(), clock);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AuditExport(database, trail, checkpoints).write(0, Long.MAX_VALUE, out);
        return out.toString(UTF_8).lines().toList();
    }
}
