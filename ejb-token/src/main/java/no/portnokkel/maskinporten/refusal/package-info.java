/**
 * Refusals of Maskinporten and their meaning. An {@code ErrorAnswer} (the response, sanitized by {@code UntrustedText}) is classified by
 * {@code RefusalTable} into a {@code Refusal}, whose {@code Explanation} says who can fix it, how, and whether a new grant may
 * succeed.
 *
 * <p>{@code refusals.properties} lists the known codes with owner and source; the message catalogue has the texts.
 */
@NullMarked
package no.portnokkel.maskinporten.refusal;

import org.jspecify.annotations.NullMarked;
