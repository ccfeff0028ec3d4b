/** Tests of {@code no.portnokkel.admin.api}. */
@NullMarked
package no.portnokkel.admin.api;

import org.jspecify.annotations.NullMarked;
