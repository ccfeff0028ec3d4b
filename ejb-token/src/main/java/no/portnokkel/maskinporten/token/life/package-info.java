/**
 * Tokens that are always there. {@link no.portnokkel.maskinporten.token.life.KeptTokens} holds one
 * {@link no.portnokkel.maskinporten.token.life.LiveToken} for each request. Between it and the attempts of
 * {@code token.attempt} stand {@code OneFlight} (equal demands share one flight) and {@code Keeps} (what was issued lies in
 * its {@code Slot} before anybody is told of it), in that order.
 *
 * <p>The one periodic task is {@code KeptTokens.look}. Windows are shares of a lifetime that is counted by a monotonic
 * clock from before the request was sent.
 */
@NullMarked
package no.portnokkel.maskinporten.token.life;

import org.jspecify.annotations.NullMarked;
