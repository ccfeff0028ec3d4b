/**
 * Maskinporten's refusals. {@link no.portnokkel.testkit.refusal.KnownRefusal} is Digdir's table of codes and texts, {@link
 * no.portnokkel.testkit.refusal.Refusal} one row of it with its values, and {@link
 * no.portnokkel.testkit.refusal.ErrorFormat} the format of the JSON response.
 *
 * <pre>{@code
 * import no.portnokkel.testkit.ScriptedAnswer;
 *
 * twin.faults().next(ScriptedAnswer.refusal("MP-121")); // the next grant is refused
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.refusal;

import org.jspecify.annotations.NullMarked;
