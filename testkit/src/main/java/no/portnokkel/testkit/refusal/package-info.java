/**
 * Maskinporten's refusals. {@link no.portnokkel.testkit.refusal.KnownRefusal} is Digdir's table of codes and texts, {@link
 * no.portnokkel.testkit.refusal.Refusal} one row of it with its values, and {@link
 * no.portnokkel.testkit.refusal.ErrorFormat} the format of the JSON response.
 */
@NullMarked
package no.portnokkel.testkit.refusal;

import org.jspecify.annotations.NullMarked;
