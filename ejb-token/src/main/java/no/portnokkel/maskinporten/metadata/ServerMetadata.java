package no.portnokkel.maskinporten.metadata;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.maskinporten.refusal.UntrustedText;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * A metadata document, as far as it says anything: Maskinporten's lacks members that RFC 8414 demands.
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_func_wellknown">Digdir: well-known</a>
 */
public final class ServerMetadata {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final int QUOTED = 200;

    private final Map<String, Object> members;

    private ServerMetadata(Map<String, Object> members) {
        this.members = members;
    }

    /** Where the environment's document is (RFC 8414, section 3.1). */
    public static URI address(Environment environment) {
        URI issuer = URI.create(environment.issuer());
        String path = issuer.getRawPath().replaceFirst("/$", "");
        return issuer.resolve("/.well-known/oauth-authorization-server" + path);
    }

    /** Reads an answer; empty when it is no such document. */
    public static Optional<ServerMetadata> read(HttpResponse answer) {
        return answer.status() == 200 ? JsonObjects.parse(answer.body()).map(ServerMetadata::new) : Optional.empty();
    }

    /**
     * Returns what it says otherwise than the configuration; what it does not say is no difference.
     *
     * @param algorithm with which grants are signed, for example {@code RS256}
     */
    public List<Problem> differences(Environment environment, String algorithm) {
        List<Problem> differences = new ArrayList<>();
        differs("issuer", environment.issuer(), environment).ifPresent(differences::add);
        differs("token_endpoint", environment.tokenEndpoint().toString(), environment)
                .ifPresent(differences::add);
        differs("jwks_uri", environment.jwksUri().toString(), environment).ifPresent(differences::add);
        lacks("grant_types_supported", JWT_BEARER, environment).ifPresent(differences::add);
        lacks("token_endpoint_auth_signing_alg_values_supported", algorithm, environment)
                .ifPresent(differences::add);
        return differences;
    }

    private Optional<Problem> differs(String member, String configured, Environment environment) {
        return JsonObjects.text(members, member)
                .filter(said -> !said.equals(configured))
                .map(said -> problem(environment, member, UntrustedText.clean(said, QUOTED), configured));
    }

    private Optional<Problem> lacks(String member, String needed, Environment environment) {
        return members.get(member) instanceof List<?> said && !said.contains(needed)
                ? Optional.of(problem(environment, member, UntrustedText.clean(said.toString(), QUOTED), needed))
                : Optional.empty();
    }

    private static Problem problem(Environment environment, String member, String said, String ours) {
        return Problem.of(
                ProblemCode.METADATA_DIFFERS,
                Text.message(
                        "server-metadata.problem",
                        Map.of("name", environment.name(), "member", member, "said", said, "ours", ours)),
                environment.isDigdirs()
                        ? Text.message("server-metadata.problem-2")
                        : Text.message("server-metadata.problem-3", Map.of("name", environment.name())));
    }
}
