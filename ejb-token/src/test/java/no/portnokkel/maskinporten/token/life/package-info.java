/** The life of a token as stories, told with a clock that is moved by hand, and as many random lives. */
@NullMarked
package no.portnokkel.maskinporten.token.life;

import org.jspecify.annotations.NullMarked;
