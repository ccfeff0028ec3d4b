/** Tests of {@code no.portnokkel.control}. */
@NullMarked
package no.portnokkel.control;

import org.jspecify.annotations.NullMarked;
