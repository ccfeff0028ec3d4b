/** HSM fault scenarios, the modules they run on, and the table of their outcomes. */
@NullMarked
package no.portnokkel.hsm.matrix;

import org.jspecify.annotations.NullMarked;
