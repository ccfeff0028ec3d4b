/** Tests of {@code no.portnokkel.control.audit}. */
@NullMarked
package no.portnokkel.control.audit;

import org.jspecify.annotations.NullMarked;
