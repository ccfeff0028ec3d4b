/**
 * The twin's access tokens: issued with its own key, and verified as an API must verify them.
 *
 * <pre>{@code
 * import no.portnokkel.testkit.MaskinportenTwin;
 * import no.portnokkel.testkit.token.TokenStyle;
 *
 * try (MaskinportenTwin strict = MaskinportenTwin.builder()
 *         .tokenStyle(TokenStyle.CAPTURED.with(TokenStyle.Audience.UNSPECIFIED))
 *         .start()) {
 *     report(strict.issuer());
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.token;

import org.jspecify.annotations.NullMarked;
