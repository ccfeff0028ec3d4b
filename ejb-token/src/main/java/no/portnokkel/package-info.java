/**
 * The entry point without a container: {@link no.portnokkel.Portnokkel}. It reads the configuration, connects the HSM and returns
 * {@link no.portnokkel.maskinporten.Tokens}. In a Jakarta EE server inject tokens instead: see {@code no.portnokkel.inject}.
 *
 * <pre>{@code
 * import java.util.Map;
 * import no.portnokkel.Portnokkel;
 * import no.portnokkel.maskinporten.AccessToken;
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.maskinporten.config.ConfigValues;
 *
 * Map<String, String> settings = Map.of(
 *         "portnokkel.environment", "test",
 *         "portnokkel.environments.test.client-id", "11111111-2222-3333-4444-555555555555",
 *         "portnokkel.environments.test.organisation-number", "974760673",
 *         "portnokkel.environments.test.key", "seal",
 *         "portnokkel.hsm.profile", "softhsm2",
 *         "portnokkel.hsm.token-label", "bank",
 *         "portnokkel.hsm.pin-file", "/run/secrets/hsm-pin");
 *
 * try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
 *     AccessToken token = portnokkel.tokens().get(TokenRequest.forScope("skatteetaten:inntekt"));
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel;

import org.jspecify.annotations.NullMarked;
