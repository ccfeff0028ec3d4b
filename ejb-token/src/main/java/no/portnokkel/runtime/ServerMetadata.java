package no.portnokkel.runtime;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.http.HttpResponse;
import no.portnokkel.maskinporten.json.JsonObjects;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.UntrustedText;

/**
 * The metadata document of an authorization server. All members are optional here, because Maskinporten's document lacks members
 * that RFC 8414 requires. A difference from the configuration is reported, but never applied: a changed document must not cause
 * grants to be sent to another address.
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_func_wellknown">Digdir: well-known</a>
 */
final class ServerMetadata {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final int QUOTED = 200;

    private final Map<String, Object> members;

    private ServerMetadata(Map<String, Object> members) {
        this.members = members;
    }

    /** Returns the address of an environment's document (RFC 8414, section 3.1). */
    static URI address(Environment environment) {
        URI issuer = URI.create(environment.issuer());
        String path = issuer.getRawPath().replaceFirst("/$", "");
        return issuer.resolve("/.well-known/oauth-authorization-server" + path);
    }

    /** Reads a response; empty if it is no metadata document. */
    static Optional<ServerMetadata> read(HttpResponse answer) {
        return answer.status() == 200 ? JsonObjects.parse(answer.body()).map(ServerMetadata::new) : Optional.empty();
    }

    /**
     * Returns the members that differ from the configuration. A missing member is no difference.
     *
     * @param algorithm the signature algorithm of grants, for example {@code RS256}
     */
    List<Problem> differences(Environment environment, String algorithm) {
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
                .filter(actual -> !actual.equals(configured))
                .map(actual -> problem(environment, member, UntrustedText.clean(actual, QUOTED), configured));
    }

    private Optional<Problem> lacks(String member, String needed, Environment environment) {
        return members.get(member) instanceof List<?> actual && !actual.contains(needed)
                ? Optional.of(problem(environment, member, UntrustedText.clean(actual.toString(), QUOTED), needed))
                : Optional.empty();
    }

    private static Problem problem(Environment environment, String member, String actual, String configured) {
        return Problem.of(
                ProblemCode.METADATA_DIFFERS,
                environment.isDigdirs() ? "metadata-differs.of-digdir" : "metadata-differs.of-custom-environment",
                Map.of(
                        "environment",
                        environment.name(),
                        "member",
                        member,
                        "actual",
                        actual,
                        "configured",
                        configured));
    }
}
