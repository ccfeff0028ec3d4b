package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class ServerMetadataTest {
    /** The document of the test environment, which has neither authorization_endpoint nor response_types_supported. */
    private static final String LIVE = """
            {"authorization_details_types_supported":["urn:altinn:systemuser","urn:altinn:consent"],
             "grant_types_supported":["urn:ietf:params:oauth:grant-type:jwt-bearer"],
             "issuer":"https://test.maskinporten.no/","jwks_uri":"https://test.maskinporten.no/jwk",
             "token_endpoint":"https://test.maskinporten.no/token",
             "token_endpoint_auth_methods_supported":["private_key_jwt"],
             "token_endpoint_auth_signing_alg_values_supported":["RS256","RS384","RS512"]}
            """;

    private static final Environment TEST = environment("https://test.maskinporten.no/");

    private static Environment environment(String issuer) {
        return new Environment(
                "test",
                EnvironmentClass.TEST,
                issuer,
                URI.create("https://test.maskinporten.no/token"),
                URI.create("https://test.maskinporten.no/jwk"));
    }

    private static List<Problem> differences(String document) {
        return ServerMetadata.read(new HttpResponse(
                        200, Optional.of("application/json"), document, Optional.empty(), Optional.empty()))
                .map(metadata -> metadata.differences(TEST, "RS512"))
                .orElseThrow();
    }

    @Test
    void the_published_document_agrees_although_it_lacks_required_members() {
        assertThat(differences(LIVE)).isEmpty();
        assertThat(differences("{}")).isEmpty();
    }

    @Test
    void another_token_endpoint_is_reported_with_both_values() {
        assertThat(differences(LIVE.replace("no/token", "no/v2/token")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.METADATA_DIFFERS);
                    assertThat(problem.detail().en())
                            .contains("token_endpoint is https://test.maskinporten.no/v2/token")
                            .contains("https://test.maskinporten.no/token.");
                });
    }

    @Test
    void an_issuer_without_its_slash_and_a_missing_algorithm_are_reported() {
        assertThat(differences(LIVE.replace("\"https://test.maskinporten.no/\"", "\"https://test.maskinporten.no\"")
                        .replace(",\"RS512\"", "")))
                .extracting(problem -> problem.detail().en())
                .satisfiesExactly(
                        first -> assertThat(first).contains("issuer"),
                        second -> assertThat(second).contains("[RS256, RS384]", "RS512"));
    }

    @Test
    void a_malformed_document_is_ignored() {
        for (String body : List.of("", "<html>", "null", "[1]")) {
            assertThat(ServerMetadata.read(
                            new HttpResponse(200, Optional.of("text/html"), body, Optional.empty(), Optional.empty())))
                    .isEmpty();
        }
    }

    @Test
    void the_document_of_an_issuer_with_a_path_is_where_rfc_8414_puts_it() {
        assertThat(ServerMetadata.address(TEST))
                .hasToString("https://test.maskinporten.no/.well-known/oauth-authorization-server");
        assertThat(ServerMetadata.address(environment("https://mock.bank.example/maskinporten")))
                .hasToString("https://mock.bank.example/.well-known/oauth-authorization-server/maskinporten");
    }
}
