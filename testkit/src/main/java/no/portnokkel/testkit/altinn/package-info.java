/**
 * Altinn's part in {@code authorization_details}. {@link no.portnokkel.testkit.altinn.DetailCheck} decides whether a consent
 * or a system user can be used, {@link no.portnokkel.testkit.altinn.DetailClaims} creates its claim in the token. Both read
 * the registry.
 */
@NullMarked
package no.portnokkel.testkit.altinn;

import org.jspecify.annotations.NullMarked;
