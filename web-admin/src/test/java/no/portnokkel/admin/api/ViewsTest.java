package no.portnokkel.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.nodes.Node;
import no.portnokkel.control.switching.ChangeRecord;
import no.portnokkel.control.switching.Switch;
import no.portnokkel.control.users.Person;
import no.portnokkel.json.ProblemView;
import no.portnokkel.management.TokenView;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.PortnokkelOperations.CachedTokenInfo;
import no.portnokkel.runtime.PortnokkelOperations.TrialResult;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final Problem REFUSED = new Problem(
            ProblemCode.MASKINPORTEN_REFUSED,
            text("Avvist.", "Refused."),
            text("Registrer.", "Register."),
            Owner.SECURITY_OFFICER,
            "MP-121",
            "trace-1");

    @Test
    void a_problem_has_the_members_of_rfc_9457_in_the_readers_language() {
        assertThat(ProblemView.of(REFUSED, Locale.forLanguageTag("nb")))
                .hasToString("{\"type\":\"urn:portnokkel:problem:maskinporten-refused\","
                        + "\"title\":\"Maskinporten avviste forespørselen\",\"status\":502,\"detail\":\"Avvist.\","
                        + "\"code\":\"maskinporten-refused\",\"owner\":\"security-officer\",\"remedy\":\"Registrer.\","
                        + "\"mp\":\"MP-121\",\"traceId\":\"trace-1\"}");
        assertThat(ProblemView.of(REFUSED, Locale.FRENCH).getString("detail")).isEqualTo("Refused.");
    }

    @Test
    void unknown_values_are_left_out() {
        Problem plain = Problem.of(ProblemCode.CERTIFICATE_EXPIRES_SOON, text("a", "b"), text("c", "d"));
        assertThat(ProblemView.of(plain, Locale.ENGLISH).keySet())
                .containsExactly("type", "title", "detail", "code", "owner", "remedy");
    }

    @Test
    void the_first_switch_has_no_source_environment() {
        Instant now = Instant.parse("2026-11-24T10:00:00Z");
        Switch firstSwitch = new Switch(
                UUID.fromString("6f2a39c5-7a09-4f7c-b4b5-3a3a6c1f6f8e"),
                Optional.empty(),
                "test",
                ChangeRecord.ofReason("Første valg"),
                false,
                Person.stored(null, "kari", "operator"),
                now,
                now.plus(Duration.ofHours(24)),
                List.of(new Switch.Difference("environment", Optional.empty(), Optional.of("test"))),
                Switch.State.PROPOSED,
                Optional.empty(),
                Optional.of(REFUSED),
                Optional.empty(),
                Optional.empty());
        assertThat(SwitchView.of(firstSwitch, EnumSet.allOf(Switch.ApprovalRequirement.class), Locale.ENGLISH)
                        .toString())
                .startsWith(
                        "{\"id\":\"6f2a39c5-7a09-4f7c-b4b5-3a3a6c1f6f8e\",\"to\":\"test\",\"reason\":\"Første valg\","
                                + "\"proposedBy\":\"kari\",\"proposedById\":\"kari\","
                                + "\"proposedByRoles\":[\"viewer\",\"operator\"],\"proposedAt\":\"2026-11-24T10:00:00Z\","
                                + "\"expiresAt\":\"2026-11-25T10:00:00Z\","
                                + "\"difference\":[{\"what\":\"environment\",\"to\":\"test\"}],"
                                + "\"digest\":\"3cf570525be7858360d853b5c281eaa8df55a115c7d991f242e56a2fa24695b9\","
                                + "\"needs\":[\"other-person\",\"other-role\"],\"state\":\"proposed\",\"problem\":{");
    }

    @Test
    void a_node_shows_its_state_and_what_is_wrong_with_it() {
        Node node = new Node(
                "a",
                "instance",
                Optional.of("test"),
                3,
                true,
                Optional.of("ready"),
                Optional.of("c0ffee"),
                "1.2.0",
                Optional.of(Duration.ofMillis(-7)),
                Instant.parse("2026-11-24T10:00:00Z"));
        Problem gone = Problem.of(ProblemCode.NODE_GONE, text("a", "b"), text("c", "d"));

        assertThat(NodesResource.nodes(
                        List.of(new Node.Assessed(node, List.of()), new Node.Assessed(node, List.of(gone))),
                        Locale.ENGLISH))
                .hasToString("[{\"name\":\"a\",\"environment\":\"test\",\"version\":3,\"ready\":true,"
                        + "\"lastSeen\":\"2026-11-24T10:00:00Z\",\"hsm\":{\"state\":\"ready\"},\"digest\":\"c0ffee\","
                        + "\"release\":\"1.2.0\",\"clockOffsetMillis\":-7,\"problems\":[]},"
                        + "{\"name\":\"a\",\"environment\":\"test\",\"version\":3,\"ready\":true,"
                        + "\"lastSeen\":\"2026-11-24T10:00:00Z\",\"hsm\":{\"state\":\"ready\"},\"digest\":\"c0ffee\","
                        + "\"release\":\"1.2.0\",\"clockOffsetMillis\":-7,\"problems\":["
                        + "{\"type\":\"urn:portnokkel:problem:node-gone\",\"title\":\"A node is gone\",\"detail\":\"b\","
                        + "\"code\":\"node-gone\",\"owner\":\"operator\",\"remedy\":\"d\"}]}]");
    }

    @Test
    void a_cached_token_shows_neither_its_value_nor_a_persons_number() {
        TokenRequest request = TokenRequest.forScope("bank:a")
                .aboutPerson(new NationalIdentityNumber("12857910093"))
                .with(new AuthorizationDetail.Consent(
                        UUID.fromString("6f2a39c5-7a09-4f7c-b4b5-3a3a6c1f6f8e"),
                        "urn:altinn:person:identifier-no:12857910093"));
        assertThat(TokenView.cached(List.of(new CachedTokenInfo(request, Instant.EPOCH))))
                .hasToString("[{\"scope\":\"bank:a\",\"pid\":\"***********\",\"authorizationDetails\":"
                        + "[{\"type\":\"urn:altinn:consent\",\"id\":\"6f2a39c5-7a09-4f7c-b4b5-3a3a6c1f6f8e\"}],"
                        + "\"expiresAt\":\"1970-01-01T00:00:00Z\"}]");
    }

    @Test
    void a_trial_shows_its_lifetime_in_seconds_and_its_timings_in_milliseconds() {
        Map<String, Object> claims = Map.of("consumer", Map.of("ID", "0192:974760673"));
        TrialResult trial =
                new TrialResult(claims, Duration.ofMillis(119_900), false, Duration.ofMillis(4), Duration.ofMillis(30));
        assertThat(TokenView.trial(trial))
                .hasToString("{\"claims\":{\"consumer\":{\"ID\":\"0192:974760673\"}},\"expiresIn\":119,"
                        + "\"cached\":false,\"timings\":{\"signMillis\":4,\"exchangeMillis\":30}}");
    }

    @Test
    void a_health_check_shows_problem_codes_only() {
        assertThat(HealthResource.check("portnokkel-ready", false, List.of(REFUSED, REFUSED)))
                .hasToString("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"portnokkel-ready\",\"status\":\"DOWN\","
                        + "\"data\":{\"problems\":\"maskinporten-refused\"}}]}");
        assertThat(HealthResource.check("portnokkel-live", true, List.of()))
                .hasToString("{\"status\":\"UP\",\"checks\":[{\"name\":\"portnokkel-live\",\"status\":\"UP\"}]}");
    }

    private static Text text(String norwegian, String english) {
        return new Text(norwegian, english);
    }
}
