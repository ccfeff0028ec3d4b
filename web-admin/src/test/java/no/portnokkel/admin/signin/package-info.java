/** Stories about {@code no.portnokkel.admin.signin}. */
@NullMarked
package no.portnokkel.admin.signin;

import org.jspecify.annotations.NullMarked;
