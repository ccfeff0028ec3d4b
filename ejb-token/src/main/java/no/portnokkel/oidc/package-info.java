/**
 * Single sign-on with OpenID Connect, as a relying party: authorization code with PKCE, and access tokens of the same provider.
 * Plain Java, and apart from all that issues tokens of Maskinporten: with another provider, or none, those work the same.
 *
 * <p>{@code RelyingParty} is the entry: {@code start} gives the address to send a browser to, {@code finish} turns what comes back
 * into an {@code OidcIdentity}, {@code authenticate} does the same with an access token. {@code ProviderDocuments} has the metadata
 * and the keys of the provider, {@code TokenRules} verifies tokens with them. What is rejected has a reason for the record
 * ({@code OidcRejectedException}), which no caller is told.
 */
@NullMarked
package no.portnokkel.oidc;

import org.jspecify.annotations.NullMarked;
