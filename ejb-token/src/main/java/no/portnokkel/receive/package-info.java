/**
 * The bank as the API: access tokens that others got from Maskinporten are checked here.
 *
 * <p>{@link no.portnokkel.receive.MaskinportenTokenValidator} checks one token: {@code SignatureCheck} with {@code PublishedKeys}, then
 * {@code ClaimRules}. The result is a {@link no.portnokkel.receive.MaskinportenCaller}. It needs no container, no HSM and no client.
 *
 * <pre>{@code
 * import java.util.Map;
 * import no.portnokkel.maskinporten.config.ConfigValues;
 * import no.portnokkel.receive.MaskinportenCaller;
 * import no.portnokkel.receive.MaskinportenTokenValidator;
 * import no.portnokkel.receive.ReceivedTokenException;
 *
 * Map<String, String> settings = Map.of(
 *         "portnokkel.receive.environment", "test",
 *         "portnokkel.receive.audience", "https://api.bank.example/kontoinformasjon");
 * String token = "what follows Bearer in the header Authorization";
 * try (MaskinportenTokenValidator validator = MaskinportenTokenValidator.of(ConfigValues.of(settings))) {
 *     MaskinportenCaller caller = validator.validate(token, "bits:kontoinformasjon");
 *     header("X-Consumer", caller.consumer());
 * } catch (ReceivedTokenException refused) {
 *     report(refused.reason().word()); // for the log; the answer is 401, 403 or 503 without a body
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.receive;

import org.jspecify.annotations.NullMarked;
