/**
 * Altinn, as Maskinporten asks it about {@code authorization_details}: {@link no.portnokkel.testkit.altinn.DetailCheck} says
 * whether a consent or a system user can be used, {@link no.portnokkel.testkit.altinn.DetailClaims} what the token tells of
 * it. Both look in the registry.
 */
@NullMarked
package no.portnokkel.testkit.altinn;

import org.jspecify.annotations.NullMarked;
