/** Tests of {@code no.portnokkel.admin}. */
@NullMarked
package no.portnokkel.admin;

import org.jspecify.annotations.NullMarked;
