/**
 * What Maskinporten refuses and what that means: the error answer as it was given, what kind of refusal it is, who mends
 * it, how, and whether another grant can help.
 *
 * <p>All that is known of the codes stands in one table, {@code refusals.properties}. A new code is a new block there.
 */
@NullMarked
package no.portnokkel.maskinporten.refusal;

import org.jspecify.annotations.NullMarked;
