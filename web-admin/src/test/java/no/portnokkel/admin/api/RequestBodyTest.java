package no.portnokkel.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import no.portnokkel.control.ProblemException;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    @Test
    void scopes_are_a_string_with_spaces_or_an_array() throws IOException {
        TokenRequest both = TokenRequest.forScope("bank:a bank:b");
        assertThat(trial("{\"scope\": \"bank:b bank:a\"}").request()).isEqualTo(both);
        assertThat(trial("{\"scope\": [\"bank:a\", \"bank:b\"]}").request()).isEqualTo(both);
    }

    @Test
    void every_member_of_a_trial_is_part_of_its_token_request() throws IOException {
        TrialRequest trial = trial("""
                {"scope": "bank:a", "client": "loans", "consumerOrg": "974760673", "resource": ["https://b/", "https://a/"],
                 "pid": "12857910093", "fresh": true, "authorizationDetails": [{"type": "urn:altinn:consent",
                 "id": "6f2a39c5-7a09-4f7c-b4b5-3a3a6c1f6f8e", "from": "urn:altinn:organization:identifier-no:974760673"}]}""");
        assertThat(trial.fresh()).isTrue();
        assertThat(trial.request().client()).contains("loans");
        assertThat(trial.request().resources()).containsExactly("https://a/", "https://b/");
        assertThat(trial.request().pid()).isPresent();
        assertThat(trial.request().authorizationDetails())
                .singleElement()
                .isInstanceOf(AuthorizationDetail.Consent.class);
    }

    @Test
    void a_system_user_is_written_as_in_a_grant() throws IOException {
        TrialRequest trial = trial("""
                {"scope": "bank:a", "authorizationDetails": [{"type": "urn:altinn:systemuser", "systemuser_org":
                 {"authority": "iso6523-actorid-upis", "ID": "0192:974760673"}, "externalRef": "r"}]}""");
        assertThat(trial.request().authorizationDetails().get(0).members())
                .containsEntry("externalRef", "r")
                .containsKey("systemuser_org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e-999999999",
                "[1e999999999]",
                "[]",
                "[[]]",
                "{\"a\":{\"a\":{}}}",
                "\"\\u0000:a\"",
                "\"\\ud800:a\"",
                "\"\\udc00\\ud800:a\"",
                "\"a:\\u202eb\"",
                "\"unfinished"
            })
    void an_odd_value_is_the_callers_mistake(String scope) {
        assertThatThrownBy(() -> trial("{\"scope\":" + scope + "}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.REQUEST_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "resource", "consumerOrg", "pid"})
    void invisible_characters_are_rejected_in_every_text(String member) {
        for (String invisible : List.of("\\u0000", "\\u0085", "\\u200b", "\\u202e", "\\u2028", "\\u2029", "\\ud800")) {
            assertThatThrownBy(() -> trial("{\"scope\":\"a:b\",\"" + member + "\":\"x" + invisible + "\"}"))
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void a_huge_array_is_read_to_its_end_and_rejected() {
        assertRejected("{\"scope\":[" + "1,".repeat(30_000) + "1]}", "scope");
        assertRejected("{\"scope\":\"a:b\",\"authorizationDetails\":[" + "{},".repeat(20_000) + "{}]}", "one");
    }

    @Test
    void a_body_that_is_too_deep_for_the_parser_is_the_callers_mistake() {
        String deep = "{\"scope\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        String longNumber = "{\"scope\":" + "1".repeat(60_000) + "}";
        assertThatThrownBy(() -> trial(deep)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> trial(longNumber)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{}|scope",
                "{\"scope\": 5}|scope",
                "{\"scope\": []}|scope",
                "{\"scope\": \"income\"}|scope",
                "{\"scope\": [\"bank:a\", 5]}|scope",
                "{\"scop\": \"bank:a\"}|scop",
                "{\"scope\": \"bank:a\", \"client\": null}|client",
                "{\"scope\": \"bank:a\", \"fresh\": \"yes\"}|fresh",
                "{\"scope\": \"bank:a\", \"consumerOrg\": \"974760674\"}|consumerOrg",
                "{\"scope\": \"bank:a\", \"pid\": \"1205\"}|pid",
                "{\"scope\": \"bank:a\", \"authorizationDetails\": {}}|authorizationDetails",
                "{\"scope\": \"bank:a\", \"authorizationDetails\": [{\"type\": \"x\"}]}|authorizationDetails.type",
                "{\"scope\": \"bank:a\", \"authorizationDetails\": [{\"type\": \"urn:altinn:consent\", \"org\": 1}]}|authorizationDetails.org",
            })
    void an_invalid_member_is_named(String body, String member) {
        assertRejected(body, member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {"|JSON", "{|JSON", "[]|object", "{\"scope\": \"a:b\", \"scope\": \"c:d\"}|twice"})
    void a_body_that_is_not_an_object_is_rejected(String body, String expected) {
        assertRejected(body == null ? "" : body, expected);
    }

    @Test
    void a_body_over_64_kilobytes_is_rejected() {
        assertRejected("{\"scope\": \"" + "x".repeat(70_000) + "\"}", "64 kB");
    }

    @Test
    void a_persons_number_is_never_quoted() {
        assertThatThrownBy(() -> trial("{\"scope\": \"bank:a\", \"consumerOrg\": \"12857910093\"}"))
                .hasMessageNotContaining("12857910093");
        assertThatThrownBy(() -> trial("{\"12857910093\": \"bank:a\"}")).hasMessageNotContaining("12857910093");
    }

    private static void assertRejected(String body, String expected) {
        assertThatThrownBy(() -> trial(body)).isInstanceOfSatisfying(ProblemException.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.REQUEST_INVALID);
            assertThat(rejected.problem().detail().en()).contains(expected);
        });
    }

    private static TrialRequest trial(String body) throws IOException {
        InputStream stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        return TrialRequest.read(stream);
    }
}
