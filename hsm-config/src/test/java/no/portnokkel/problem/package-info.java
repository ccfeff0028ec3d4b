/** Tests of {@code no.portnokkel.problem}. */
@NullMarked
package no.portnokkel.problem;

import org.jspecify.annotations.NullMarked;
