/** Tokens as they were captured, and as they might become. */
@NullMarked
package no.portnokkel.maskinporten.issued;

import org.jspecify.annotations.NullMarked;
