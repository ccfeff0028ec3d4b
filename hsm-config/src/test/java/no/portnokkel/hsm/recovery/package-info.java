/** Tests of this room, through its public face. */
@NullMarked
package no.portnokkel.hsm.recovery;

import org.jspecify.annotations.NullMarked;
