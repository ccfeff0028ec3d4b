/** Stories about {@code no.portnokkel.admin.door}. */
@NullMarked
package no.portnokkel.admin.door;

import org.jspecify.annotations.NullMarked;
