/** Stories about what stands between a demand and Maskinporten. */
@NullMarked
package no.portnokkel.maskinporten.cache;

import org.jspecify.annotations.NullMarked;
