/** Tests of the register with objects that a token could show; the command line tests it on a token. */
@NullMarked
package no.portnokkel.hsm.register;

import org.jspecify.annotations.NullMarked;
