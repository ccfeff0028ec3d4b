/** Stories about where a token may go. */
@NullMarked
package no.portnokkel.inject;

import org.jspecify.annotations.NullMarked;
