/**
 * An OpenID provider for tests of sign-in, on loopback. {@code OpenIdProvider} is the entry: it enforces what a real provider does
 * (registered redirect address, client authentication, PKCE, codes for one use), asks nobody for a password, and tells one
 * {@code Lie} when a test wants it to. Written from the specifications, without the code that it tests.
 *
 * <pre>{@code
 * import java.time.Clock;
 * import no.portnokkel.testkit.oidc.Lie;
 * import no.portnokkel.testkit.oidc.OpenIdAccount;
 * import no.portnokkel.testkit.oidc.OpenIdProvider;
 *
 * try (OpenIdProvider provider = OpenIdProvider.start(0, Clock.systemUTC())) {
 *     provider.signsIn(OpenIdAccount.of("4711", "kari", "operators"));
 *     provider.lies(Lie.EXPIRED); // the next sign-in must fail
 * }
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.oidc;

import org.jspecify.annotations.NullMarked;
