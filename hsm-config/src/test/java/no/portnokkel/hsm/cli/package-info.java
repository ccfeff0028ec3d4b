/** Tests of this room, through its public face. */
@NullMarked
package no.portnokkel.hsm.cli;

import org.jspecify.annotations.NullMarked;
