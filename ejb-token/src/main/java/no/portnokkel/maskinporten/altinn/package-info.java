/**
 * Consents of Altinn, and the comparison that belongs to them: a consent given to one bank must not be used with the
 * token of another. Skatteetaten, Lånekassen and NAV refuse it; here it is seen before the API is called.
 */
@NullMarked
package no.portnokkel.maskinporten.altinn;

import org.jspecify.annotations.NullMarked;
