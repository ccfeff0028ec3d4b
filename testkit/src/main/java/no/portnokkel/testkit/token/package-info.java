/**
 * The twin's access tokens: issued with its own key, and verified as an API must verify them. {@code MaskinportenTwin} issues them for
 * tests of an API too: good ones, and each {@link no.portnokkel.testkit.token.WrongToken}.
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
