/** Tests of {@code no.portnokkel.control.nodes}. */
@NullMarked
package no.portnokkel.control.nodes;

import org.jspecify.annotations.NullMarked;
