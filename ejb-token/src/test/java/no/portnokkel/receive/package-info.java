/** Tokens that an API receives, good and wrong, and the keys to check them. */
@NullMarked
package no.portnokkel.receive;

import org.jspecify.annotations.NullMarked;
