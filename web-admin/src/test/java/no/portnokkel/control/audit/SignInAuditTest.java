package no.portnokkel.control.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.Refused;
import no.portnokkel.control.users.SignInEvent.SignedIn;
import no.portnokkel.control.users.SignInEvent.SignedOut;
import no.portnokkel.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who signs in and out is recorded; scripts and attackers do not fill the audit. */
class SignInAuditTest {
    private static final Person KARI = new Person("kari", "kari", new TreeSet<>(Set.of(Role.OPERATOR)));

    @TempDir
    Path dataDir;

    private final ManualClock time = new ManualClock();
    private Database database;
    private AuditTrail trail;
    private SignInAudit audit;

    @BeforeEach
    void given_an_empty_audit() {
        database = TestDatabase.in(dataDir, time);
        trail = new AuditTrail(database, dataDir, time, "node-a");
        audit = new SignInAudit(trail, Runnable::run, time);
    }

    @Test
    void each_sign_in_of_a_person_at_the_page_and_each_sign_out_is_recorded() throws IOException {
        audit.onSignIn(new SignedIn(KARI, Method.OIDC, "192.0.2.7"));
        audit.onSignIn(new SignedOut(KARI, "192.0.2.7"));
        audit.onSignIn(new SignedIn(KARI, Method.FORM, "192.0.2.7"));

        assertThat(lines())
                .satisfiesExactly(
                        in -> assertThat(in).contains("\"act\":\"sign-in\",\"object\":\"oidc\"", "kari", "192.0.2.7"),
                        out -> assertThat(out).contains("\"act\":\"sign-out\""),
                        again -> assertThat(again).contains("\"act\":\"sign-in\",\"object\":\"form\""));
    }

    @Test
    void a_script_is_recorded_once_a_person_address_and_hour() throws IOException {
        for (int request = 0; request < 5; request++) {
            audit.onSignIn(new SignedIn(KARI, Method.BASIC, "192.0.2.7"));
            audit.onSignIn(new SignedIn(KARI, Method.BEARER, "192.0.2.8"));
        }
        assertThat(lines()).hasSize(2);

        time.advance(Duration.ofHours(1));
        audit.onSignIn(new SignedIn(KARI, Method.BASIC, "192.0.2.7"));
        assertThat(lines()).hasSize(3);
    }

    @Test
    void what_anonymous_callers_are_refused_is_recorded_once_a_minute_for_each_kind() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            audit.onSignIn(new Refused(Method.FORM, "wrong-password", Optional.empty(), "192.0.2." + attempt));
            audit.onSignIn(new Refused(Method.BASIC, "throttled", Optional.of("kari"), "192.0.2." + attempt));
        }
        assertThat(lines())
                .satisfiesExactly(
                        refused -> assertThat(refused)
                                .contains("\"act\":\"sign-in-refused\"", "unknown user", "wrong-password"),
                        throttled -> assertThat(throttled).contains("\"act\":\"sign-in-throttled\"", "kari"));

        time.advance(Duration.ofMinutes(1));
        audit.onSignIn(new Refused(Method.FORM, "wrong-password", Optional.empty(), "192.0.2.1"));
        assertThat(lines()).hasSize(3);
    }

    private List<String> lines() throws IOException {
        Checkpoints checkpoints = new Checkpoints(database, trail, dataDir, List::of, Optional.empty(), time);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AuditExport(database, trail, checkpoints).write(0, Long.MAX_VALUE, out);
        return out.toString(UTF_8).lines().toList();
    }
}
