/** Stories about {@code no.portnokkel.control.people}. */
@NullMarked
package no.portnokkel.control.people;

import org.jspecify.annotations.NullMarked;
