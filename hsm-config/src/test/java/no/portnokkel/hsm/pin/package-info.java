/** Tests of this room, through its public face. */
@NullMarked
package no.portnokkel.hsm.pin;

import org.jspecify.annotations.NullMarked;
