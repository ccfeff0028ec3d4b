/** Stories about the life of a token, with time moved by hand. */
@NullMarked
package no.portnokkel.maskinporten.endpoint;

import org.jspecify.annotations.NullMarked;
