/**
 * Grants made wrong, one thing at a time: what the protocol forbids, with the refusal that belongs to it, and what it
 * tolerates. {@code GrantFixture} is the Maskinporten in which they are presented.
 */
@NullMarked
package no.portnokkel.maskinporten.forgery;

import org.jspecify.annotations.NullMarked;
