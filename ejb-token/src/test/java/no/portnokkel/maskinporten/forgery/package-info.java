/**
 * Single changes of a valid grant: those that the protocol forbids, with the expected refusal, and those that it tolerates.
 * {@code GrantFixture} configures the twin that they are sent to.
 */
@NullMarked
package no.portnokkel.maskinporten.forgery;

import org.jspecify.annotations.NullMarked;
