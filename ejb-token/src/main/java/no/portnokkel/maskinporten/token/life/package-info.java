/**
 * Tokens that are always there. {@link no.portnokkel.maskinporten.token.life.KeptTokens} holds one
 * {@link no.portnokkel.maskinporten.token.life.LiveToken} for each request; below it stands a chain of
 * {@code Attempts}, each with one duty. From the outside: {@code OneFlight} (equal demands share one flight),
 * {@code Keeps} (what was issued, before anybody is told of it), {@code RemembersRefusals} (what a person must mend),
 * {@code BacksOff} (what passes by itself), {@code Asks} (a thread, and the token source below).
 *
 * <p>The order matters: what is remembered is answered on the caller's own thread, and what came of a flight is learnt
 * once, however many waited for it. Each chain serves one request, so no part looks anything up. Time, chance and
 * threads are parameters; the one periodic task is {@code KeptTokens.look}. Windows are shares of a lifetime that is
 * counted by a monotonic clock from before the request was sent.
 */
@NullMarked
package no.portnokkel.maskinporten.token.life;

import org.jspecify.annotations.NullMarked;
