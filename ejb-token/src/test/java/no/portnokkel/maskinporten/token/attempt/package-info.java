/** Stories about what stands between a demand and Maskinporten. */
@NullMarked
package no.portnokkel.maskinporten.token.attempt;

import org.jspecify.annotations.NullMarked;
