/**
 * The vocabulary of Maskinporten: what a bank's developer may name. Values that cannot be wrong once built, the
 * {@link no.portnokkel.maskinporten.Tokens} they are exchanged for, and the two failures a caller can meet.
 *
 * <p>Plain Java: nothing here, or in the rooms below, imports {@code jakarta}.
 */
@NullMarked
package no.portnokkel.maskinporten;

import org.jspecify.annotations.NullMarked;
