/** Reads JSON from other systems. Malformed input yields an empty result; nothing is thrown. */
@NullMarked
package no.portnokkel.maskinporten.json;

import org.jspecify.annotations.NullMarked;
