/** Stories about the life of a token, with time moved by hand. */
@NullMarked
package no.portnokkel.maskinporten.token;

import org.jspecify.annotations.NullMarked;
