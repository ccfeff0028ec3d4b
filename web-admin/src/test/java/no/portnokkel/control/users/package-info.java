/** Tests of {@code no.portnokkel.control.users}. */
@NullMarked
package no.portnokkel.control.users;

import org.jspecify.annotations.NullMarked;
