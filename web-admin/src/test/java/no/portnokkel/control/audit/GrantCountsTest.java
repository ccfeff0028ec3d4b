package no.portnokkel.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditSearch.Criteria;
import no.portnokkel.events.PortnokkelEvent.Requested;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.events.PortnokkelEvent.TokenRefused;
import no.portnokkel.events.PortnokkelEvent.TokenUnavailable;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants are counted for each client and scope, and recorded once a minute. */
class GrantCountsTest {
    private static final Problem REFUSED = Problem.of(ProblemCode.AUDIT_NOT_SIGNED, "audit-not-signed.no-key");

    @TempDir
    Path dataDir;

    private final ManualClock time = new ManualClock();
    private Database database;
    private GrantCounts counts;

    @BeforeEach
    void given_an_empty_audit() {
        database = TestDatabase.in(dataDir, time);
        counts = new GrantCounts(new AuditTrail(database, dataDir, time, "node-a"), time);
    }

    @Test
    void grants_of_one_minute_become_one_record_for_each_client_and_scope() {
        refused("", "skatteetaten:inntekt");
        refused("", "skatteetaten:inntekt");
        unavailable("", "skatteetaten:inntekt");
        refused("loans", "skatteetaten:summertskattegrunnlag");
        counts.check();
        assertThat(recorded()).isEmpty();

        time.advance(Duration.ofMinutes(1));
        counts.check();
        counts.check();

        assertThat(recorded())
                .containsExactlyInAnyOrder(
                        "demo: skatteetaten:inntekt = refused 2, unavailable 1",
                        "demo, client loans: skatteetaten:summertskattegrunnlag = refused 1");
    }

    @Test
    void a_minute_without_a_grant_is_no_record() {
        time.advance(Duration.ofMinutes(5));
        counts.check();

        assertThat(recorded()).isEmpty();
    }

    @Test
    void an_application_that_asks_for_ever_new_scopes_makes_a_bounded_number_of_records() {
        for (int i = 0; i < 1_000; i++) {
            refused("", "bank:" + i);
        }
        time.advance(Duration.ofMinutes(1));
        counts.check();

        assertThat(recorded()).contains("others = refused 800").hasSizeLessThanOrEqualTo(201);
    }

    private void refused(String client, String scopes) {
        counts.onEvent(new TokenRefused(new Source("app", "demo", client), new Requested(scopes, ""), REFUSED, false));
    }

    private void unavailable(String client, String scopes) {
        counts.onEvent(new TokenUnavailable(new Source("app", "demo", client), new Requested(scopes, ""), REFUSED));
    }

    private List<String> recorded() {
        AuditSearch search = new AuditSearch(database);
        Criteria grants = new Criteria(
                Optional.of("grants"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        List<String> lines = new ArrayList<>();
        AuditSearch.Found found = search.find(grants, Long.MAX_VALUE);
        found.entries().forEach(entry -> lines.add(text(entry)));
        while (found.next().isPresent()) {
            found = search.find(grants, found.next().getAsLong());
            found.entries().forEach(entry -> lines.add(text(entry)));
        }
        return lines;
    }

    private static String text(AuditSearch.Entry entry) {
        return entry.record()
                .map(line -> line.getString("object") + " = " + line.getString("after"))
                .orElseThrow();
    }
}
