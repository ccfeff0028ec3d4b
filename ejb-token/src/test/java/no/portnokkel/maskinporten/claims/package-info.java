/** Tokens as they were captured, and as they might become. */
@NullMarked
package no.portnokkel.maskinporten.claims;

import org.jspecify.annotations.NullMarked;
