/** Tests of {@code no.portnokkel.control.changelog}. */
@NullMarked
package no.portnokkel.control.changelog;

import org.jspecify.annotations.NullMarked;
