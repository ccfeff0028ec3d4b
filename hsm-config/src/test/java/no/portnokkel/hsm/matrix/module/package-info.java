/** The modules that the fault matrix is played on, and what can be done to a token of each. */
@NullMarked
package no.portnokkel.hsm.matrix.module;

import org.jspecify.annotations.NullMarked;
