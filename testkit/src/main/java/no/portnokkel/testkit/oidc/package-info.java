/**
 * An OpenID provider for tests of sign-in, on loopback. {@code OpenIdProvider} is the entry: it enforces what a real provider does
 * (registered redirect address, client authentication, PKCE, codes for one use), asks nobody for a password, and tells one
 * {@code Lie} when a test wants it to. Written from the specifications, without the code that it tests.
 */
@NullMarked
package no.portnokkel.testkit.oidc;

import org.jspecify.annotations.NullMarked;
