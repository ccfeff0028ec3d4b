/**
 * How Maskinporten says no: {@link no.portnokkel.testkit.refusal.KnownRefusal} is Digdir's table of codes and texts,
 * {@link no.portnokkel.testkit.refusal.Refusal} one row of it with its values, and {@link
 * no.portnokkel.testkit.refusal.ErrorFormat} the shape of the answer around it.
 */
@NullMarked
package no.portnokkel.testkit.refusal;

import org.jspecify.annotations.NullMarked;
