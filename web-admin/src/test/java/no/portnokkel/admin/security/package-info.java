/** Tests of {@code no.portnokkel.admin.security}. */
@NullMarked
package no.portnokkel.admin.security;

import org.jspecify.annotations.NullMarked;
