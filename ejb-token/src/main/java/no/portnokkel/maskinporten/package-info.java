/**
 * The vocabulary of Maskinporten, for applications to use. A {@link no.portnokkel.maskinporten.TokenRequest} is passed to
 * {@link no.portnokkel.maskinporten.Tokens} and returns an {@link no.portnokkel.maskinporten.AccessToken}, or throws one of the
 * two kinds of {@link no.portnokkel.maskinporten.TokenException}. Values are validated when they are built.
 *
 * <p>Plain Java: neither this package nor its subpackages import {@code jakarta}.
 */
@NullMarked
package no.portnokkel.maskinporten;

import org.jspecify.annotations.NullMarked;
