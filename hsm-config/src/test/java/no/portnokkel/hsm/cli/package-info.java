/** Tests of the command line. */
@NullMarked
package no.portnokkel.hsm.cli;

import org.jspecify.annotations.NullMarked;
