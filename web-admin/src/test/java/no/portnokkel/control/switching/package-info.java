/** Tests of {@code no.portnokkel.control.switching}. */
@NullMarked
package no.portnokkel.control.switching;

import org.jspecify.annotations.NullMarked;
