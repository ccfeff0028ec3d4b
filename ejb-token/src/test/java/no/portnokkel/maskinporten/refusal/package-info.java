/** Tests of the classification of refusals, with answers of Maskinporten. */
@NullMarked
package no.portnokkel.maskinporten.refusal;

import org.jspecify.annotations.NullMarked;
