/** The modules of the fault matrix, and the operations on a token of each. */
@NullMarked
package no.portnokkel.hsm.matrix.module;

import org.jspecify.annotations.NullMarked;
